import { markUnread } from '../../../domain/messages/unread-marks.ts'
import { inputDialogPeer } from '../../decode/dialog-peer.ts'
import { method } from '../../method.ts'

/**
 * messages.markDialogUnread: https://core.telegram.org/method/messages.markDialogUnread
 *
 * `parent_peer` names a conversation inside a monoforum; there are none here.
 */
export const markDialogUnread = method(
  'messages.markDialogUnread',
  async ({ u, caller }, { peer, unread }) => {
    await markUnread(u, caller, inputDialogPeer(peer), unread ?? false)
    u.noteAnswered()
    return true
  },
)
