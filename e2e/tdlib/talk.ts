import type { formattedText$Input, message } from 'tdlib-types'
import type { TdlibClient } from './client.ts'

/** Sends a text and waits until the server has it. */
export async function say(
  client: TdlibClient,
  chatId: number,
  text: string | formattedText$Input,
): Promise<message> {
  const body = typeof text === 'string' ? ({ _: 'formattedText', text } as const) : text
  const draft = await client.invoke({
    _: 'sendMessage',
    chat_id: chatId,
    input_message_content: { _: 'inputMessageText', text: body },
  })
  const sent = await client.seen(
    'updateMessageSendSucceeded',
    ({ old_message_id, message: { chat_id } }) =>
      old_message_id === draft.id && chat_id === draft.chat_id,
  )
  return sent.message
}

/** What a message says: its text, or the kind of its service action. */
export function saying({ content }: message): string {
  return content._ === 'messageText' ? content.text.text : content._
}

/** Waits until a client has heard a text in a chat. */
export async function heard(client: TdlibClient, chatId: number, text: string): Promise<message> {
  const update = await client.seen(
    'updateNewMessage',
    ({ message }) => message.chat_id === chatId && saying(message) === text,
  )
  return update.message
}

/** The whole history of a chat, newest first; TDLib gives it in pieces of its own size. */
export async function history(client: TdlibClient, chatId: number): Promise<message[]> {
  const all: message[] = []
  for (;;) {
    const { messages } = await client.invoke({
      _: 'getChatHistory',
      chat_id: chatId,
      from_message_id: all.at(-1)?.id ?? 0,
      limit: 50,
    })
    const some = messages.filter((one) => one !== null && one !== undefined)
    if (some.length === 0) return all
    all.push(...some)
  }
}
