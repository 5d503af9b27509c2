import { isPresent } from '../../domain/chats/rights.ts'
import { deleteChatUser, leaveChannel } from '../../domain/members/leave.ts'
import { inputPeerOf, openChat, sharedOr } from '../chats.ts'
import { badRequest } from '../errors.ts'
import { method } from '../method.ts'
import { chatId } from '../parameters.ts'

/**
 * leaveChat: https://core.telegram.org/bots/api#leavechat. Who is out already has nothing to do, but for a
 * basic group that lives on as a supergroup (td DialogParticipantManager.cpp delete_chat_participant).
 */
export const leaveChat = method({
  name: 'leaveChat',
  parameters: { chat_id: chatId },
  async run(ctx, { chat_id }) {
    const { u, caller } = ctx
    const known = await openChat(ctx, chat_id, 'read')
    const shared = sharedOr(known, "chat member status can't be changed in private chats")
    const { chat, member } = shared
    if (chat.kind === 'group' && chat.migratedTo !== null && member?.status !== 'banned') {
      throw badRequest('chat is deactivated')
    }
    if (chat.deleted || !isPresent(member)) return true
    if (chat.kind === 'group') await deleteChatUser(u, caller, chat.id, { kind: 'self' }, false)
    else await leaveChannel(u, caller, inputPeerOf(ctx, shared))
    return true
  },
})
