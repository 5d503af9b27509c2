import { hideJoinRequest } from '../../../domain/join-requests/hide.ts'
import { inputPeer, inputUser } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** messages.hideChatJoinRequest: https://core.telegram.org/method/messages.hideChatJoinRequest */
export const hideChatJoinRequest = method(
  'messages.hideChatJoinRequest',
  async ({ u, caller }, { peer, userId, approved }) => {
    await hideJoinRequest(u, caller, inputPeer(peer), inputUser(userId), approved ?? false)
    return encodeUpdates(u, caller)
  },
)
