import { maySeeList } from '../../domain/members/participants.ts'
import { editableAdmins } from '../../domain/members/promote.ts'
import { openChat } from '../chats.ts'
import { encodeChatMember, type BotApiChatMember } from '../encode/chat-member.ts'
import { encodeUser } from '../encode/user.ts'
import { badRequest } from '../errors.ts'
import { targetOf } from '../members.ts'
import { method } from '../method.ts'
import { chatId, requireUserId, userId } from '../parameters.ts'

/**
 * getChatMember: https://core.telegram.org/bots/api#getchatmember
 *
 * A bot may always ask where it stands itself. In a channel only admins see others.
 */
export const getChatMember = method({
  name: 'getChatMember',
  parameters: { user_id: userId, chat_id: chatId },
  async run(ctx, { chat_id, user_id }): Promise<BotApiChatMember> {
    const { caller, bot } = ctx
    const isSelf = user_id === caller.id
    const known = await openChat(ctx, chat_id, isSelf ? 'read' : 'readMembers')
    requireUserId(user_id)
    if (known.kind === 'private') {
      const user = [bot.user, known.user].find((one) => one.id === user_id)
      if (!user) throw badRequest('member not found')
      return { user: encodeUser(user), status: 'member' }
    }
    if (!isSelf && !maySeeList(known.chat, known.member)) {
      throw badRequest('member list is inaccessible')
    }
    const { user, member } = await targetOf(ctx, known, user_id)
    const mayEdit = await editableAdmins(ctx.u, known.member)
    return encodeChatMember(known.chat, user, member, mayEdit)
  },
})
