import type { Teller } from '../teller.ts'

/** The bot changes chats and its commands; a basic group becomes a supergroup. */
export async function settings(t: Teller): Promise<void> {
  await titles(t)
  await upgrade(t)
  await commands(t)
}

async function titles({ call, updates, chats }: Teller): Promise<void> {
  const sg = { chat_id: chats.sg.botApiChatId }
  const bg = { chat_id: chats.bg.botApiChatId }
  const weak = { chat_id: chats.weak.botApiChatId }
  await call('title', 'setChatTitle', { ...sg, title: 'The new club' })
  await call('title empty', 'setChatTitle', { ...sg, title: '' })
  await call('title long', 'setChatTitle', { ...sg, title: 'x'.repeat(300) })
  await call('title basic', 'setChatTitle', { ...bg, title: 'Basic 2' })
  await call('title weak', 'setChatTitle', { ...weak, title: 'x' })
  await call('description', 'setChatDescription', { ...sg, description: 'What it is' })
  await call('description same', 'setChatDescription', { ...sg, description: 'What it is' })
  const few = { can_send_messages: true, can_invite_users: true }
  await call('permissions', 'setChatPermissions', { ...sg, permissions: few })
  const fewer = { can_send_messages: true }
  await call('permissions weak', 'setChatPermissions', { ...weak, permissions: fewer })
  await updates('service messages')
  await call('chat sg end', 'getChat', sg)
  await call('chat bg end', 'getChat', bg)
}

async function upgrade({ call, updates, chats, olga }: Teller): Promise<void> {
  const bg = { chat_id: chats.bg.botApiChatId }
  await olga.client.call('messages.migrateChat', { chatId: chats.bg.id })
  await updates('upgrade')
  await call('old chat', 'getChat', bg)
  await call('send to old', 'sendMessage', { ...bg, text: 'x' })
  await call('create on old', 'createChatInviteLink', { ...bg, name: 'old' })
}

async function commands({ call }: Teller): Promise<void> {
  const set = (name: string, command: string): Promise<unknown> =>
    call(name, 'setMyCommands', { commands: [{ command, description: 'Start' }] })
  await set('commands', 'start')
  await call('commands get', 'getMyCommands')
  await set('commands bad', 'Start!')
  await call('commands delete', 'deleteMyCommands')
  await call('commands get none', 'getMyCommands')
}
