import { rpcError } from '../../../core/rpc-error.ts'
import { listPinned } from '../../../domain/messages/pins.ts'
import { encodePeerDialogs } from '../../encode/peer-dialogs.ts'
import { method } from '../../method.ts'

/** Folder of archived dialogs, which is always empty here. */
const ARCHIVE = 1

/** messages.getPinnedDialogs: https://core.telegram.org/method/messages.getPinnedDialogs */
export const getPinnedDialogs = method(
  'messages.getPinnedDialogs',
  async ({ u, caller }, { folderId }) => {
    if (folderId !== 0 && folderId !== ARCHIVE) throw rpcError('FOLDER_ID_INVALID')
    return encodePeerDialogs(u, caller, folderId === ARCHIVE ? [] : await listPinned(u, caller))
  },
)
