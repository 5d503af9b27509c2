import { orderFolders } from '../../../domain/chatlists/save.ts'
import { method } from '../../method.ts'

/** messages.updateDialogFiltersOrder: https://core.telegram.org/method/messages.updateDialogFiltersOrder */
export const updateDialogFiltersOrder = method(
  'messages.updateDialogFiltersOrder',
  async ({ u, caller }, { order }) => {
    await orderFolders(u, caller, order)
    u.noteAnswered()
    return true
  },
)
