import { readableKey } from '../../../domain/messages/history.ts'
import { resolvePeer } from '../../../domain/peers.ts'
import { inputPeer } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** messages.getPeerSettings: https://core.telegram.org/method/messages.getPeerSettings (nothing to ask for) */
export const getPeerSettings = method(
  'messages.getPeerSettings',
  async ({ u, caller }, { peer }) => {
    await readableKey(u, caller, await resolvePeer(u, caller, inputPeer(peer)))
    return { _: 'messages.peerSettings', settings: { _: 'peerSettings' }, users: [], chats: [] }
  },
)
