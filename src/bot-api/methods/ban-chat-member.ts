import { deleteChatUser } from '../../domain/members/leave.ts'
import { inputUserOf, openChat, sharedOr } from '../chats.ts'
import { setMemberStatus } from '../member-status.ts'
import { targetOf } from '../members.ts'
import { method } from '../method.ts'
import { chatId, flag, integer, requireUserId, userId } from '../parameters.ts'

/**
 * banChatMember: https://core.telegram.org/bots/api#banchatmember
 *
 * `until_date` has no meaning in a basic group.
 */
export const banChatMember = method({
  name: 'banChatMember',
  parameters: {
    user_id: userId,
    until_date: integer(),
    revoke_messages: flag(),
    chat_id: chatId,
  },
  async run(ctx, { chat_id, user_id, until_date, revoke_messages }) {
    const { u, caller } = ctx
    const known = await openChat(ctx, chat_id, 'write')
    requireUserId(user_id)
    const shared = sharedOr(known, "can't ban members in private chats")
    const target = await targetOf(ctx, shared, user_id)
    if (shared.chat.kind === 'group') {
      const user = inputUserOf(ctx, user_id)
      await deleteChatUser(u, caller, shared.chat.id, user, revoke_messages)
    } else {
      await setMemberStatus(ctx, shared, target, { kind: 'banned', until: until_date })
    }
    return true
  },
})
