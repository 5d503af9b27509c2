import type { FoundMessages, MessageList } from '../../domain/messages/history.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { TypeMessage } from '../../tl/generated/base.ts'
import type { TypeMessagesMessages } from '../../tl/generated/messages.ts'
import type { Encoder } from './encoder.ts'
import { encodeMessage } from './message.ts'

/** Part of a history, or all of it (https://core.telegram.org/type/messages.Messages). */
export async function encodeMessageList(
  e: Encoder,
  { rows, count, channel }: MessageList,
): Promise<TypeMessagesMessages> {
  const messages = rows.map((row) => encodeMessage(e, row))
  if (channel) return channelMessages(e, messages, count, channel)
  const users = await e.users()
  const chats = await e.chats()
  return rows.length === count
    ? { _: 'messages.messages', messages, topics: [], users, chats }
    : { _: 'messages.messagesSlice', count, messages, topics: [], users, chats }
}

/** Messages that were asked for by their ids; messageEmpty stands for what is not there. */
export async function encodeFoundMessages(
  e: Encoder,
  { found, channel }: FoundMessages,
): Promise<TypeMessagesMessages> {
  const messages = found.map((one): TypeMessage =>
    typeof one === 'number' ? { _: 'messageEmpty', id: one } : encodeMessage(e, one),
  )
  if (channel) return channelMessages(e, messages, messages.length, channel)
  return {
    _: 'messages.messages',
    messages,
    topics: [],
    users: await e.users(),
    chats: await e.chats(),
  }
}

async function channelMessages(
  e: Encoder,
  messages: readonly TypeMessage[],
  count: number,
  { id, pts }: ChatRow,
): Promise<TypeMessagesMessages> {
  e.chat(id)
  return {
    _: 'messages.channelMessages',
    pts,
    count,
    messages,
    topics: [],
    users: await e.users(),
    chats: await e.chats(),
  }
}
