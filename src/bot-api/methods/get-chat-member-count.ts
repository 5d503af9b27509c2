import { openChat } from '../chats.ts'
import { method } from '../method.ts'
import { chatId } from '../parameters.ts'

/** getChatMemberCount: https://core.telegram.org/bots/api#getchatmembercount */
export const getChatMemberCount = method({
  name: 'getChatMemberCount',
  parameters: { chat_id: chatId },
  async run(ctx, { chat_id }) {
    const known = await openChat(ctx, chat_id, 'readMembers')
    if (known.kind === 'shared') return known.chat.participantsCount
    return known.user.id === ctx.caller.id ? 1 : 2
  },
})
