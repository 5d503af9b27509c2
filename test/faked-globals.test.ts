import { request } from 'node:http'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { rawClient } from '../e2e/support/raw-clients.ts'
import { startReceiver } from '../src/bot-api/updates/testing.ts'
import { startServer, type LocalgramServer } from '../src/index.ts'

/*
 * People who test a bot in process may have put other timers and another Date in the place of the global
 * ones. Nothing that the server does may wait for them.
 */

type Faked = NonNullable<NonNullable<Parameters<typeof vi.useFakeTimers>[0]>['toFake']>

/** What `vi.useFakeTimers()` fakes by itself. */
const BY_DEFAULT: Faked = [
  'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'Date',
  'performance', 'hrtime',
] // prettier-ignore
/** All that it can fake but `process.nextTick`, without which Node reads no socket. */
const EVERYTHING: Faked = [...BY_DEFAULT, 'queueMicrotask']

afterEach(() => {
  vi.useRealTimers()
})

/** A call of the Bot API by node:http, since fetch itself waits for a faked queueMicrotask. */
async function call(url: string, method: string, body: object = {}): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const headers = { 'content-type': 'application/json' }
  const outgoing = request(`${url}/${method}`, { method: 'POST', headers, agent: false })
  outgoing.on('error', reject).on('response', (response) => {
    let text = ''
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    response.on('end', () => {
      resolve(text)
    })
  })
  outgoing.end(JSON.stringify(body))
  return (JSON.parse(await promise) as { result: unknown }).result
}

/** A story through all doors: a bot waits in vain, and hears of people by a long poll and by a webhook. */
async function story(server: LocalgramServer, waitSeconds: number): Promise<void> {
  const owner = await server.createUser({ firstName: 'Olga' })
  const bot = await server.createBot({ username: 'faked_bot', name: 'Faked' })
  const chat = await server.createChat({
    type: 'group',
    title: 'Time stands still',
    ownerId: owner.id,
    admins: [{ id: bot.id, rights: ['inviteUsers'] }],
  })
  const botUrl = `${server.url}/bot${bot.token}`
  const wanted = { allowed_updates: ['chat_member'] }
  const made = await call(botUrl, 'createChatInviteLink', { chat_id: chat.botApiChatId })
  const hash = (made as { invite_link: string }).invite_link.split('+')[1] ?? ''
  const client = await rawClient(server, 'Ann')

  await call(botUrl, 'getUpdates', wanted)
  await call(botUrl, 'deleteWebhook', { drop_pending_updates: true })
  expect(await call(botUrl, 'getUpdates', { timeout: waitSeconds })).toEqual([])
  const poll = call(botUrl, 'getUpdates', { timeout: 50 })
  await client.call('messages.importChatInvite', { hash })
  expect(await poll).toMatchObject([{ chat_member: { new_chat_member: { status: 'member' } } }])

  const receiver = await startReceiver()
  await call(botUrl, 'setWebhook', { ...wanted, url: receiver.url })
  expect(await receiver.count(1)).toHaveLength(1)
  await receiver.close()
  const before = server.clock.now()
  server.clock.advance(100)
  expect(server.clock.now() - before).toBeGreaterThanOrEqual(100)
  client.close()
}

describe('a server in a process whose timers a test has replaced', () => {
  it('starts, does all that it does, and stops', async () => {
    vi.useFakeTimers({ toFake: BY_DEFAULT })
    const server = await startServer()
    await story(server, 1)
    await server.reset()
    await server.stop()
  })

  it('goes on where everything is replaced after it was started', async () => {
    const server = await startServer()
    vi.useFakeTimers({ toFake: EVERYTHING })
    await story(server, 0)
    await server.stop()
  })

  it('keeps real time where Date is moved', async () => {
    const server = await startServer()
    const before = server.clock.now()
    vi.useFakeTimers({ toFake: ['Date'], now: 0 })
    expect(server.clock.now()).toBeGreaterThanOrEqual(before)
    vi.setSystemTime((before + 1e6) * 1000)
    expect(server.clock.now()).toBeLessThan(before + 1000)
    await server.stop()
  })
})
