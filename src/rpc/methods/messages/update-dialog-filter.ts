import { deleteFolder, saveFolder } from '../../../domain/chatlists/save.ts'
import { givenFolder } from '../../decode/folder.ts'
import { method } from '../../method.ts'

/**
 * messages.updateDialogFilter: https://core.telegram.org/method/messages.updateDialogFilter
 *
 * Without a filter the folder is deleted. The caller's other sessions hear of either.
 */
export const updateDialogFilter = method(
  'messages.updateDialogFilter',
  async ({ u, caller }, { id, filter }) => {
    if (filter) await saveFolder(u, caller, id, givenFolder(filter))
    else await deleteFolder(u, caller, id)
    u.noteAnswered()
    return true
  },
)
