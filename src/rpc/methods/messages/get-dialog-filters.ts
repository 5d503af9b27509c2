import { listFolders } from '../../../domain/chatlists/list.ts'
import { encodeFolderItem } from '../../encode/chatlist.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** messages.getDialogFilters: https://core.telegram.org/method/messages.getDialogFilters */
export const getDialogFilters = method('messages.getDialogFilters', async ({ u, caller }) => {
  const e = new Encoder(u, caller)
  const items = await listFolders(u, caller)
  return { _: 'messages.dialogFilters', filters: items.map((item) => encodeFolderItem(e, item)) }
})
