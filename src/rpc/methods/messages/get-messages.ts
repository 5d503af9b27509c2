import { findOwn } from '../../../domain/messages/history.ts'
import { messageRef } from '../../decode/message-ref.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeFoundMessages } from '../../encode/message-list.ts'
import { method } from '../../method.ts'

/** messages.getMessages: https://core.telegram.org/method/messages.getMessages */
export const getMessages = method('messages.getMessages', async ({ u, caller }, { id }) => {
  return encodeFoundMessages(new Encoder(u, caller), await findOwn(u, caller, id.map(messageRef)))
})
