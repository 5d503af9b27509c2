import type { Teller } from '../teller.ts'

/** How calls may be written, webhooks, and the bot's last words. */
export async function envelope(t: Teller): Promise<void> {
  await forms(t)
  await webhooks(t)
  await leaving(t)
}

async function forms({ call, send, chats }: Teller): Promise<void> {
  await call('no method', 'noSuchMethod')
  await call('case', 'GETME')
  await send('get', 'getMe', { method: 'GET' })
  await send('form', 'getChat', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `chat_id=${chats.sg.botApiChatId}`,
  })
  const headers = { 'content-type': 'application/json' }
  await send('bad json', 'getChat', { method: 'POST', headers, payload: '{' })
  await send('array json', 'getChat', { method: 'POST', headers, payload: '[1]' })
}

async function webhooks({ call }: Teller): Promise<void> {
  await call('webhook none', 'getWebhookInfo')
  await call('webhook bad', 'setWebhook', { url: 'nonsense.invalid' })
  await call('webhook http', 'setWebhook', { url: 'http://127.0.0.1:9/x' })
  await call('webhook info', 'getWebhookInfo')
  await call('updates with webhook', 'getUpdates', {})
  await call('webhook off', 'deleteWebhook', { drop_pending_updates: true })
  await call('updates bad offset', 'getUpdates', { offset: 'x' })
  await call('updates limit', 'getUpdates', { limit: 0 })
}

async function leaving({ call, updates, chats }: Teller): Promise<void> {
  const pub = { chat_id: chats.pub.botApiChatId }
  await call('leave', 'leaveChat', pub)
  await updates('left')
  await call('leave again', 'leaveChat', pub)
  await call('chat left', 'getChat', pub)
  await call('create left', 'createChatInviteLink', pub)
}
