import { deleteChatlistInvite } from '../../../domain/chatlists/links.ts'
import { method } from '../../method.ts'

/** chatlists.deleteExportedInvite: https://core.telegram.org/method/chatlists.deleteExportedInvite */
export const deleteExportedInvite = method(
  'chatlists.deleteExportedInvite',
  async ({ u, caller }, { chatlist, slug }) => {
    await deleteChatlistInvite(u, caller, chatlist.filterId, slug)
    u.noteAnswered()
    return true
  },
)
