import { inputPeer } from '../../decode/peer.ts'
import { nothingAffected } from '../../encode/affected.ts'
import { method } from '../../method.ts'

/** messages.readReactions: https://core.telegram.org/method/messages.readReactions (there are none) */
export const readReactions = method('messages.readReactions', ({ u, caller }, { peer }) =>
  nothingAffected(u, caller, inputPeer(peer)),
)
