import { deleteChatUser as deleteChatUserRule } from '../../../domain/members/leave.ts'
import { inputUser } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** messages.deleteChatUser: https://core.telegram.org/method/messages.deleteChatUser */
export const deleteChatUser = method(
  'messages.deleteChatUser',
  async ({ u, caller }, { chatId, userId, revokeHistory }) => {
    await deleteChatUserRule(u, caller, chatId, inputUser(userId), revokeHistory ?? false)
    return encodeUpdates(u, caller)
  },
)
