import { findInChannel } from '../../../domain/messages/history.ts'
import { messageRef } from '../../decode/message-ref.ts'
import { inputChannel } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeFoundMessages } from '../../encode/message-list.ts'
import { method } from '../../method.ts'

/** channels.getMessages: https://core.telegram.org/method/channels.getMessages */
export const getMessages = method('channels.getMessages', async ({ u, caller }, request) => {
  const { channel, id } = request
  const found = await findInChannel(u, caller, inputChannel(channel), id.map(messageRef))
  return encodeFoundMessages(new Encoder(u, caller), found)
})
