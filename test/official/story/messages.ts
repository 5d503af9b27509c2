import type { Teller } from '../teller.ts'

/** The bot writes, and is written to. @param open a link that it mentions */
export async function messages(t: Teller, open: string): Promise<void> {
  await writing(t, open)
  await elsewhere(t)
  await hearing(t)
}

async function writing({ call, chats }: Teller, open: string): Promise<void> {
  const send = (name: string, params: object): Promise<unknown> =>
    call(name, 'sendMessage', { chat_id: chats.sg.botApiChatId, ...params })
  await send('send', { text: 'Hello <b>you</b> &amp; all', parse_mode: 'HTML' })
  await send('send md', {
    text: '*bold* _it_ [l](https://example.com) `c`',
    parse_mode: 'MarkdownV2',
  })
  await send('send bad md', { text: '*bold', parse_mode: 'MarkdownV2' })
  await send('send bad html', { text: '<b>x', parse_mode: 'HTML' })
  await send('send empty', { text: '' })
  await send('send none', {})
  await send('send long', { text: 'x'.repeat(4097) })
  await send('send link', { text: `join ${open}` })
  await send('send mention', { text: 'hi @olga_own /start #tag' })
}

async function elsewhere({ call, chats, olga }: Teller): Promise<void> {
  const send = (name: string, params: object): Promise<unknown> => call(name, 'sendMessage', params)
  const sg = { chat_id: chats.sg.botApiChatId, text: 'k' }
  const ch = { chat_id: chats.ch.botApiChatId }
  await send('send dm unknown', { chat_id: 777123, text: 'x' })
  await send('send dm never', { chat_id: olga.id, text: 'x' })
  await send('send basic', { chat_id: chats.bg.botApiChatId, text: 'x' })
  const post = (await send('send channel', { ...ch, text: 'post' })) as { message_id: number }
  const { message_id } = post
  await send('send reply', { ...ch, text: 're', reply_parameters: { message_id } })
  await send('send reply none', { ...ch, text: 're', reply_parameters: { message_id: 99_999 } })
  const reply_markup = { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] }
  await send('send keyboard', { ...sg, reply_markup })
  await send('send silent', { ...sg, disable_notification: true, protect_content: true })
  await call('delete', 'deleteMessage', { ...ch, message_id })
  await call('delete none', 'deleteMessage', { ...ch, message_id: 99_999 })
}

async function hearing({ updates, peer, chats, olga, bot }: Teller): Promise<void> {
  const username = bot.row.username ?? ''
  const { users } = await olga.client.call('contacts.resolveUsername', { username })
  const accessHash = users[0]?._ === 'user' ? users[0].accessHash : undefined
  await olga.client.call('messages.sendMessage', {
    peer: await peer(olga, chats.sg),
    message: `/start@${username} hi`,
    randomId: 1n,
  })
  await olga.client.call('messages.sendMessage', {
    peer: { _: 'inputPeerUser', userId: bot.id, accessHash: accessHash ?? 0n },
    message: '/start abc',
    randomId: 2n,
  })
  await updates('messages of olga')
}
