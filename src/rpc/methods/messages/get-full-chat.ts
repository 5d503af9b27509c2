import { getFullChat as fullChat } from '../../../domain/chats/full.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeFullChat } from '../../encode/full-chat.ts'
import { method } from '../../method.ts'

/** messages.getFullChat: https://core.telegram.org/method/messages.getFullChat */
export const getFullChat = method('messages.getFullChat', async ({ u, caller }, { chatId }) => {
  return encodeFullChat(new Encoder(u, caller), await fullChat(u, caller, chatId))
})
