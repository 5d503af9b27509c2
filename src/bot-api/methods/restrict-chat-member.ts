import { editBanned } from '../../domain/members/ban.ts'
import { inputPeerOf, inputUserOf, openChat } from '../chats.ts'
import { badRequest } from '../errors.ts'
import { checkRestriction, targetOf } from '../members.ts'
import { method } from '../method.ts'
import { chatId, integer, userId } from '../parameters.ts'
import { independentPermissions, memberPermissions } from '../permission-parameters.ts'

/** restrictChatMember: https://core.telegram.org/bots/api#restrictchatmember */
export const restrictChatMember = method({
  name: 'restrictChatMember',
  parameters: {
    user_id: userId,
    until_date: integer(),
    use_independent_chat_permissions: independentPermissions,
    permissions: memberPermissions,
    chat_id: chatId,
  },
  async run(ctx, { chat_id, user_id, until_date, permissions: banned }) {
    const known = await openChat(ctx, chat_id, 'write')
    if (known.kind === 'private' || known.chat.kind === 'group' || known.chat.kind === 'channel') {
      throw badRequest('method is available only for supergroups')
    }
    checkRestriction(ctx, known, await targetOf(ctx, known, user_id))
    const peer = inputPeerOf(ctx, known)
    await editBanned(ctx.u, ctx.caller, peer, inputUserOf(user_id), banned, until_date)
    return true
  },
})
