import { requireReadable } from '../../../domain/messages/history.ts'
import { inputPeer } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** messages.getOnlines: https://core.telegram.org/method/messages.getOnlines (the caller is online for certain) */
export const getOnlines = method('messages.getOnlines', async ({ u, caller }, { peer }) => {
  await requireReadable(u, caller, inputPeer(peer))
  return { _: 'chatOnlines', onlines: 1 }
})
