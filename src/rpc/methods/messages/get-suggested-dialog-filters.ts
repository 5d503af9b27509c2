import { suggestedFolders } from '../../../domain/chatlists/list.ts'
import { encodeSuggestedFolder } from '../../encode/chatlist.ts'
import { method } from '../../method.ts'

/** messages.getSuggestedDialogFilters: https://core.telegram.org/method/messages.getSuggestedDialogFilters */
export const getSuggestedDialogFilters = method(
  'messages.getSuggestedDialogFilters',
  async ({ u, caller }) => (await suggestedFolders(u, caller)).map(encodeSuggestedFolder),
)
