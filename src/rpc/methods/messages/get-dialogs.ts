import { rpcError } from '../../../core/rpc-error.ts'
import { listDialogs } from '../../../domain/messages/dialogs.ts'
import { inputPeer } from '../../decode/peer.ts'
import { encodeDialog, encodeTopMessages } from '../../encode/dialog.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** Folder of archived dialogs; nothing is archived here, and TDLib insists on that being empty. */
const ARCHIVE = 1

/** messages.getDialogs: https://core.telegram.org/method/messages.getDialogs */
export const getDialogs = method('messages.getDialogs', async ({ u, caller }, request) => {
  const { folderId = 0, offsetDate, offsetId, limit, excludePinned = false } = request
  if (folderId !== 0 && folderId !== ARCHIVE) throw rpcError('FOLDER_ID_INVALID')
  const e = new Encoder(u, caller)
  if (folderId === ARCHIVE) {
    return { _: 'messages.dialogs', dialogs: [], messages: [], users: [], chats: [] }
  }
  const offsetPeer = inputPeer(request.offsetPeer)
  const part = { offsetDate, offsetId, offsetPeer, limit, excludePinned }
  const page = await listDialogs(u, caller, part)
  const body = {
    dialogs: page.dialogs.map((dialog) => encodeDialog(e, dialog)),
    messages: encodeTopMessages(e, page.dialogs),
    users: await e.users(),
    chats: await e.chats(),
  }
  return page.dialogs.length === page.count
    ? { _: 'messages.dialogs', ...body }
    : { _: 'messages.dialogsSlice', count: page.count, ...body }
})
