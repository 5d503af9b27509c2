import { inputPeer } from '../../decode/peer.ts'
import { nothingAffected } from '../../encode/affected.ts'
import { method } from '../../method.ts'

/** messages.readMentions: https://core.telegram.org/method/messages.readMentions (no mention is kept unread) */
export const readMentions = method('messages.readMentions', ({ u, caller }, { peer }) =>
  nothingAffected(u, caller, inputPeer(peer)),
)
