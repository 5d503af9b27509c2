import { deleteForAll } from '../../domain/bots/delete-for-all.ts'
import { findMessage } from '../chat-messages.ts'
import { inputPeerOf, openChat } from '../chats.ts'
import { badRequest } from '../errors.ts'
import { method } from '../method.ts'
import { chatId, integer, required } from '../parameters.ts'

/** deleteMessage: https://core.telegram.org/bots/api#deletemessage */
export const deleteMessage = method({
  name: 'deleteMessage',
  parameters: { chat_id: chatId, message_id: required(integer()) },
  async run(ctx, { chat_id, message_id }) {
    if (chat_id === '') throw badRequest('chat identifier is not specified')
    if (message_id <= 0) throw badRequest('message identifier is not specified')
    const known = await openChat(ctx, chat_id, 'write')
    const message = await findMessage(ctx, known, message_id)
    if (!message) throw badRequest('message to delete not found')
    // What a bot wrote to itself is nobody else's (td MessagesManager.cpp can_revoke_message).
    if (known.kind === 'private' && known.user.id === ctx.caller.id) {
      throw badRequest("message can't be deleted for everyone")
    }
    const channel =
      known.kind === 'shared' && known.chat.kind !== 'group' ? inputPeerOf(ctx, known) : undefined
    await deleteForAll(ctx.u, ctx.caller, message, channel)
    return true
  },
})
