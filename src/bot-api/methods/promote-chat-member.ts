import { editAdmin } from '../../domain/members/promote.ts'
import { ADMIN_RIGHT_PARAMETERS, adminRightsOf } from '../admin-rights-parameters.ts'
import {
  inputPeerOf,
  inputUserOf,
  openChat,
  requireChannelOrSupergroup,
  requireRight,
} from '../chats.ts'
import { badRequest } from '../errors.ts'
import { targetOf } from '../members.ts'
import { method } from '../method.ts'
import { chatId, userId } from '../parameters.ts'

/**
 * promoteChatMember: https://core.telegram.org/bots/api#promotechatmember
 *
 * Without any right the office is taken away, of which a bot may relieve itself.
 */
export const promoteChatMember = method({
  name: 'promoteChatMember',
  parameters: { user_id: userId, chat_id: chatId, ...ADMIN_RIGHT_PARAMETERS },
  async run(ctx, { chat_id, user_id, ...flags }) {
    const shared = requireChannelOrSupergroup(await openChat(ctx, chat_id, 'write'))
    const { user, member } = await targetOf(ctx, shared, user_id)
    const rights = adminRightsOf(flags)
    if (user.id === shared.chat.creatorId) throw badRequest("can't remove chat owner")
    if (rights === 0 && member?.status !== 'admin') return true
    if (user.id !== ctx.caller.id) requireRight(shared, 'addAdmins', 'not enough rights')
    else if (rights !== 0) throw badRequest("can't promote self")
    const peer = inputPeerOf(ctx, shared)
    await editAdmin(ctx.u, ctx.caller, peer, inputUserOf(user.id), rights, undefined)
    return true
  },
})
