import { rpcError } from '../../../core/rpc-error.ts'
import { reorderPins } from '../../../domain/messages/pins.ts'
import { inputDialogPeer } from '../../decode/dialog-peer.ts'
import { method } from '../../method.ts'

/**
 * messages.reorderPinnedDialogs: https://core.telegram.org/method/messages.reorderPinnedDialogs
 *
 * Nothing is archived here, so there is no other folder whose pinned dialogs had an order.
 */
export const reorderPinnedDialogs = method(
  'messages.reorderPinnedDialogs',
  async ({ u, caller }, { folderId, order, force }) => {
    if (folderId !== 0) throw rpcError('PEER_ID_INVALID', { reason: `folder ${folderId}` })
    await reorderPins(u, caller, order.map(inputDialogPeer), force ?? false)
    u.noteAnswered()
    return true
  },
)
