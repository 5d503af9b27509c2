import { togglePin } from '../../../domain/messages/pins.ts'
import { inputDialogPeer } from '../../decode/dialog-peer.ts'
import { method } from '../../method.ts'

/** messages.toggleDialogPin: https://core.telegram.org/method/messages.toggleDialogPin */
export const toggleDialogPin = method(
  'messages.toggleDialogPin',
  async ({ u, caller }, { peer, pinned }) => {
    await togglePin(u, caller, inputDialogPeer(peer), pinned ?? false)
    u.noteAnswered()
    return true
  },
)
