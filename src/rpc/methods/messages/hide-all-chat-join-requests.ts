import { hideAllJoinRequests } from '../../../domain/join-requests/hide.ts'
import { inputPeer } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** messages.hideAllChatJoinRequests: https://core.telegram.org/method/messages.hideAllChatJoinRequests */
export const hideAllChatJoinRequests = method(
  'messages.hideAllChatJoinRequests',
  async ({ u, caller }, { peer, link, approved }) => {
    await hideAllJoinRequests(u, caller, inputPeer(peer), link, approved ?? false)
    return encodeUpdates(u, caller)
  },
)
