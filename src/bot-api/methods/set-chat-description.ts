import { cleanLines } from '../../core/text/clean.ts'
import { editAbout } from '../../domain/chats/edit.ts'
import { inputPeerOf, openChat, requireRight, sharedOr } from '../chats.ts'
import { method } from '../method.ts'
import { chatId, text } from '../parameters.ts'

/**
 * setChatDescription: https://core.telegram.org/bots/api#setchatdescription
 *
 * What is too long is cut, as by TDLib.
 */
export const setChatDescription = method({
  name: 'setChatDescription',
  parameters: { chat_id: chatId, description: text({ maxLength: 255 }) },
  async run(ctx, { chat_id, description }) {
    const known = await openChat(ctx, chat_id, 'write')
    const shared = sharedOr(known, "can't change private chat description")
    requireRight(shared, 'changeInfo', 'not enough rights to set chat description')
    const about = cleanLines(description, ctx.u.limits.chatAboutLength)
    await editAbout(ctx.u, ctx.caller, inputPeerOf(ctx, shared), about)
    return true
  },
})
