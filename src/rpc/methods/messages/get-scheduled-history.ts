import { resolvePeer } from '../../../domain/peers.ts'
import { inputPeer } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** messages.getScheduledHistory: https://core.telegram.org/method/messages.getScheduledHistory (nothing is kept for later) */
export const getScheduledHistory = method(
  'messages.getScheduledHistory',
  async ({ u, caller }, { peer }) => {
    await resolvePeer(u, caller, inputPeer(peer))
    return { _: 'messages.messages', messages: [], topics: [], users: [], chats: [] }
  },
)
