import type { formattedText$Input, message } from 'tdlib-types'
import type { TdlibClient } from './client.ts'

/** Sends a text and waits until the server has it. */
export async function say(
  client: TdlibClient,
  chatId: number,
  text: string | formattedText$Input,
): Promise<message> {
  return arrived(client, await send(client, chatId, text))
}

/** Sends texts one after the other, without waiting between them; waits until the server has all. */
export async function sayAll(
  client: TdlibClient,
  chatId: number,
  texts: readonly string[],
): Promise<void> {
  const drafts: message[] = []
  for (const text of texts) drafts.push(await send(client, chatId, text))
  for (const draft of drafts) await arrived(client, draft)
}

function send(
  client: TdlibClient,
  chatId: number,
  text: string | formattedText$Input,
): Promise<message> {
  const body = typeof text === 'string' ? ({ _: 'formattedText', text } as const) : text
  return client.invoke({
    _: 'sendMessage',
    chat_id: chatId,
    input_message_content: { _: 'inputMessageText', text: body },
  })
}

/** The message that a draft became. */
async function arrived(client: TdlibClient, draft: message): Promise<message> {
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
    if (messages.length === 0) return all
    all.push(...messages.filter((one) => one !== null))
  }
}
