import { addChatUser as addChatUserRule } from '../../../domain/members/invite.ts'
import { inputUser } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/**
 * messages.addChatUser: https://core.telegram.org/method/messages.addChatUser
 *
 * `fwd_limit` is not followed: a new member sees what is sent after he came.
 */
export const addChatUser = method(
  'messages.addChatUser',
  async ({ u, caller }, { chatId, userId }) => {
    await addChatUserRule(u, caller, chatId, inputUser(userId))
    return {
      _: 'messages.invitedUsers',
      updates: await encodeUpdates(u, caller),
      missingInvitees: [],
    }
  },
)
