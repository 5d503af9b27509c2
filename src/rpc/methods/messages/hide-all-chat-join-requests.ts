import { hideAllJoinRequests } from '../../../domain/join-requests/hide.ts'
import { inputPeer } from '../../decode/peer.ts'
import { afterRest } from '../../deferred.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** messages.hideAllChatJoinRequests: https://core.telegram.org/method/messages.hideAllChatJoinRequests */
export const hideAllChatJoinRequests = method(
  'messages.hideAllChatJoinRequests',
  async ({ u, caller }, { peer, link, approved }) => {
    const input = inputPeer(peer)
    const rest = await hideAllJoinRequests(u, caller, input, link, approved ?? false)
    const channelId = input.kind === 'channel' ? input.channelId : undefined
    return afterRest(u, rest, (unit) => encodeUpdates(unit, caller), channelId)
  },
)
