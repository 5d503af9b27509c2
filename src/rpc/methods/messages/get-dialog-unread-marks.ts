import { listUnreadMarks } from '../../../domain/messages/unread-marks.ts'
import { encodeDialogPeer } from '../../encode/dialog-update.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** messages.getDialogUnreadMarks: https://core.telegram.org/method/messages.getDialogUnreadMarks */
export const getDialogUnreadMarks = method(
  'messages.getDialogUnreadMarks',
  async ({ u, caller }, { parentPeer }) => {
    if (parentPeer !== undefined) return []
    const e = new Encoder(u, caller)
    const marked = await listUnreadMarks(u, caller)
    return marked.map(({ peerKind, peerId }) => encodeDialogPeer(e, peerKind, peerId))
  },
)
