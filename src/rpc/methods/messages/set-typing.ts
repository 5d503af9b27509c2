import { resolvePeer } from '../../../domain/peers.ts'
import { inputPeer } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** messages.setTyping: https://core.telegram.org/method/messages.setTyping (nobody is told) */
export const setTyping = method('messages.setTyping', async ({ u, caller }, { peer }) => {
  await resolvePeer(u, caller, inputPeer(peer))
  return true
})
