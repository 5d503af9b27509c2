import { cleanLine } from '../../core/text/clean.ts'
import { cleanTitle } from '../../domain/chats/create.ts'
import { editTitle } from '../../domain/chats/edit.ts'
import { inputPeerOf, openChat, requireRight, sharedOr } from '../chats.ts'
import { badRequest } from '../errors.ts'
import { method } from '../method.ts'
import { chatId, required, text } from '../parameters.ts'

/**
 * setChatTitle: https://core.telegram.org/bots/api#setchattitle
 *
 * A title that is the same already is set without a word, as by TDLib.
 */
export const setChatTitle = method({
  name: 'setChatTitle',
  parameters: { title: required(text({ minLength: 1, maxLength: 128 })), chat_id: chatId },
  async run(ctx, { chat_id, title }) {
    const known = await openChat(ctx, chat_id, 'write')
    if (cleanLine(title) === '') throw badRequest('title must be non-empty')
    const shared = sharedOr(known, "can't change private chat title")
    requireRight(shared, 'changeInfo', 'not enough rights to change chat title')
    if (cleanTitle(ctx.u, title) === shared.chat.title) return true
    await editTitle(ctx.u, ctx.caller, inputPeerOf(ctx, shared), title)
    return true
  },
})
