import { maySeeList } from '../../domain/members/participants.ts'
import { editableAdmins } from '../../domain/members/promote.ts'
import { openChat, sharedOr } from '../chats.ts'
import { encodeChatMember } from '../encode/chat-member.ts'
import { badRequest } from '../errors.ts'
import { method } from '../method.ts'
import { chatId, flag } from '../parameters.ts'

/** Admins that one answer holds at most; a chat has no more (limits.adminsPerChat and the creator). */
const ADMINS_MAX = 1000

/**
 * getChatAdministrators: https://core.telegram.org/bots/api#getchatadministrators
 *
 * Other bots are told only where `return_bots` asks for them.
 */
export const getChatAdministrators = method({
  name: 'getChatAdministrators',
  parameters: { chat_id: chatId, return_bots: flag() },
  async run(ctx, { chat_id, return_bots }) {
    const known = await openChat(ctx, chat_id, 'readMembers')
    const { chat, member } = sharedOr(known, 'there are no administrators in the private chat')
    if (!maySeeList(chat, member)) throw badRequest('member list is inaccessible')
    const { members, users } = ctx.u.db
    const admins = await members.withStatus(chat.id, ['creator', 'admin'], ADMINS_MAX)
    const accounts = await users.byIds(admins.map((admin) => admin.userId))
    const byId = new Map(accounts.map((user) => [user.id, user]))
    const mayEdit = await editableAdmins(ctx.u, member)
    return admins.flatMap((admin) => {
      const user = byId.get(admin.userId)
      const told = user && (!user.isBot || return_bots || user.id === ctx.caller.id)
      return told ? [encodeChatMember(chat, user, admin, mayEdit)] : []
    })
  },
})
