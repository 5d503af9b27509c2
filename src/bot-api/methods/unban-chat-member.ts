import { pardon } from '../../domain/bots/pardon.ts'
import { inputPeerOf, inputUserOf, openChat, requireChannelOrSupergroup } from '../chats.ts'
import { checkRestriction, targetOf } from '../members.ts'
import { method } from '../method.ts'
import { chatId, flag, userId } from '../parameters.ts'

/**
 * unbanChatMember: https://core.telegram.org/bots/api#unbanchatmember
 *
 * Somebody who is in the chat is removed thereby, unless `only_if_banned` is set.
 */
export const unbanChatMember = method({
  name: 'unbanChatMember',
  parameters: { user_id: userId, only_if_banned: flag(), chat_id: chatId },
  async run(ctx, { chat_id, user_id, only_if_banned }) {
    const shared = requireChannelOrSupergroup(await openChat(ctx, chat_id, 'write'))
    const target = await targetOf(ctx, shared, user_id)
    const { member } = target
    const out = !member || (member.status === 'left' && member.bannedRights === 0)
    if (out || (only_if_banned && member.status !== 'banned')) return true
    checkRestriction(ctx, shared, target)
    await pardon(ctx.u, ctx.caller, inputPeerOf(ctx, shared), inputUserOf(user_id), member)
    return true
  },
})
