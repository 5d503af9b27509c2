import { openChat, requireChannelOrSupergroup } from '../chats.ts'
import { setMemberStatus } from '../member-status.ts'
import { targetOf } from '../members.ts'
import { method } from '../method.ts'
import { chatId, flag, requireUserId, userId } from '../parameters.ts'

/**
 * unbanChatMember: https://core.telegram.org/bots/api#unbanchatmember
 *
 * Somebody who is in the chat is removed, unless `only_if_banned` is set; a bot itself leaves.
 */
export const unbanChatMember = method({
  name: 'unbanChatMember',
  parameters: { user_id: userId, only_if_banned: flag(), chat_id: chatId },
  async run(ctx, { chat_id, user_id, only_if_banned }) {
    const shared = requireChannelOrSupergroup(await openChat(ctx, chat_id, 'write'))
    requireUserId(user_id)
    const target = await targetOf(ctx, shared, user_id)
    if (only_if_banned && target.member?.status !== 'banned') return true
    await setMemberStatus(ctx, shared, target, { kind: 'left' })
    return true
  },
})
