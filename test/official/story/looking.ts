import type { Teller } from '../teller.ts'

/** The bot looks at itself, at each chat and at those in it, and at what is not there. */
export async function looking({ call, chats, olga, adam, eve, bot }: Teller): Promise<void> {
  await call('me', 'getMe')
  for (const key of ['sg', 'pub', 'ch', 'weak', 'bg', 'not'] as const) {
    const chat_id = chats[key].botApiChatId
    await call(`chat ${key}`, 'getChat', { chat_id })
    await call(`count ${key}`, 'getChatMemberCount', { chat_id })
    await call(`admins ${key}`, 'getChatAdministrators', { chat_id })
    for (const [name, { id: user_id }] of Object.entries({ olga, adam, eve, bot })) {
      await call(`member ${key} ${name}`, 'getChatMember', { chat_id, user_id })
    }
  }
  await call('chat by name', 'getChat', { chat_id: '@public_club' })
  await call('chat unknown name', 'getChat', { chat_id: '@nobody_here_1' })
  await call('chat bad', 'getChat', { chat_id: 'x' })
  await call('chat none', 'getChat', {})
  await call('chat zero', 'getChat', { chat_id: 0 })
  await call('chat -100', 'getChat', { chat_id: -1009999999999 })
  await call('chat user unknown', 'getChat', { chat_id: 777123 })
  const chat_id = chats.sg.botApiChatId
  await call('member unknown user', 'getChatMember', { chat_id, user_id: 777123 })
  await call('member no user', 'getChatMember', { chat_id })
  await call('member bad user', 'getChatMember', { chat_id, user_id: 'abc' })
}
