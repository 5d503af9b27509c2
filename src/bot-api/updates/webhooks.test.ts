import { mkdtempSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { postToUser } from '../../domain/messages/post.ts'
import {
  openUpdatesWorld,
  reopenUpdatesWorld,
  startReceiver,
  type Receiver,
  type Received,
  type UpdatesWorld,
} from './testing.ts'

/** No pauses, so that no test waits for one. */
const limits = { webhookPauseSeconds: 0 }

let w: UpdatesWorld
let receiver: Receiver

beforeEach(async () => {
  w = await openUpdatesWorld({ limits })
  receiver = await startReceiver()
})
afterEach(async () => {
  await w.close()
  await receiver.close()
})

const set = (params: object = {}) => w.call('setWebhook', { url: receiver.url, ...params })
const textsOf = (received: readonly Received[]) =>
  received.map(({ update }) => (update.message as { text: string }).text)
const info = async () =>
  (await w.call('getWebhookInfo')).body.result as Record<string, unknown> & {
    pending_update_count: number
  }
const fail =
  (status: number, headers = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, headers).end()
  }

/** Resolves when nothing waits any more. */
async function delivered(): Promise<void> {
  while ((await info()).pending_update_count > 0) await new Promise(setImmediate)
}

/** A message from each of some people, who have private chats of their own. */
async function writeFrom(count: number, text: string): Promise<void> {
  for (let i = 0; i < count; i++) {
    const one = await w.createUser()
    await w.unit((u) => postToUser(u, one.id, w.bot.id, { text: `${text} ${i}` }))
  }
}

describe('deliveries', () => {
  it('post each update as JSON with the secret', async () => {
    await set({ secret_token: 'Sesame-1' })
    await w.write('hello')
    const [first] = await receiver.count(1)
    expect(first?.update).toMatchObject({
      update_id: expect.any(Number),
      message: { text: 'hello' },
    })
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-telegram-bot-api-secret-token': 'Sesame-1',
    })
    await delivered()
  })

  it('have no secret where none was given', async () => {
    await set()
    await w.write('hello')
    const [first] = await receiver.count(1)
    expect(first?.headers).not.toHaveProperty('x-telegram-bot-api-secret-token')
  })

  it('begin with what was pending, in the order of each chat', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => String(i))
    for (const text of texts) await w.write(text)
    await set()
    expect(textsOf(await receiver.count(20))).toEqual(texts)
    await delivered()
    expect((await info()).last_error_date).toBeUndefined()
  })

  it('go to several chats at once, no more than the bot allows', async () => {
    const held: ServerResponse[] = []
    for (let i = 0; i < 5; i++) receiver.answerNext((response) => held.push(response))
    await writeFrom(5, 'hi')
    await set({ max_connections: 3 })
    await receiver.count(3)
    // Whatever more was on its way would be there after these calls.
    for (let i = 0; i < 5; i++) await w.call('getMe')
    expect(receiver.received).toHaveLength(3)
    held.shift()?.end()
    await receiver.count(4)
    for (const response of held.splice(0)) response.end()
    await receiver.count(5)
    for (const response of held) response.end()
    await delivered()
  })

  it('end when the webhook is deleted', async () => {
    await set()
    await w.call('deleteWebhook')
    await w.write('for getUpdates')
    expect(await w.updates()).toHaveLength(1)
    expect(receiver.received).toEqual([])
  })
})

describe('a receiver that fails', () => {
  it('gets an update again until it takes it, and those after it later', async () => {
    await set()
    for (const status of [500, 302, 404]) receiver.answerNext(fail(status))
    receiver.answerNext((response) => response.destroy())
    await w.write('one')
    await w.write('two')
    expect(textsOf(await receiver.count(6))).toEqual(['one', 'one', 'one', 'one', 'one', 'two'])
    await delivered()
    const { last_error_date, last_error_message } = await info()
    expect(last_error_date).toBe(await w.unit(async (u) => u.now))
    expect(last_error_message).toBe('Connection reset by peer')
  })

  it('shows what it answered', async () => {
    await set()
    receiver.answerNext(fail(503))
    await w.write('one')
    await receiver.count(2)
    await delivered()
    expect((await info()).last_error_message).toBe(
      'Wrong response from the webhook: 503 Service Unavailable',
    )
    await set({ max_connections: 2 })
    expect(await info()).not.toHaveProperty('last_error_message')
  })

  it('is waited for as long as it asks, while other chats go on', async () => {
    await set()
    receiver.answerNext(fail(429, { 'Retry-After': '3600' }))
    await w.write('one')
    await receiver.count(1)
    await writeFrom(1, 'other')
    expect(textsOf(await receiver.count(2))).toEqual(['one', 'other 0'])
    await w.write('two')
    await writeFrom(1, 'another')
    expect(textsOf(await receiver.count(3))).toEqual(['one', 'other 0', 'another 0'])
    while ((await info()).pending_update_count > 2) await new Promise(setImmediate)
    // Another webhook need not wait for what the one before it asked for.
    await set({ secret_token: 'new' })
    expect(textsOf(await receiver.count(5)).slice(3)).toEqual(['one', 'two'])
  })

  it('that is too slow counts as one that failed', async () => {
    await w.close()
    w = await openUpdatesWorld({ limits: { ...limits, webhookSeconds: 0.05 } })
    await set()
    receiver.answerNext(() => undefined)
    await w.write('one')
    await receiver.count(2)
    await delivered()
    expect((await info()).last_error_message).toBe('Read timeout expired')
  })

  it('that begins an answer and never ends it counts as one that failed', async () => {
    await w.close()
    w = await openUpdatesWorld({ limits: { ...limits, webhookSeconds: 0.05 } })
    await set()
    receiver.answerNext((response) => response.writeHead(200, { 'Content-Length': 9 }).write('{'))
    await w.write('one')
    await w.write('two')
    await receiver.count(3)
    await delivered()
    const texts = textsOf(receiver.received)
    expect(texts.slice(0, 2)).toEqual(['one', 'one'])
    expect(texts.at(-1)).toBe('two')
  })

  it('in every way by turns gets all updates of all chats, those of each chat in order', async () => {
    await w.close()
    w = await openUpdatesWorld({ limits: { ...limits, webhookSeconds: 0.05 } })
    const faults = [
      fail(500),
      (response: ServerResponse) => response.destroy(),
      () => undefined,
      fail(302, { Location: receiver.url }),
      fail(502),
    ]
    for (let i = 0; i < 30; i++) receiver.answerNext(faults[i % faults.length]!)
    const people = [await w.createUser(), await w.createUser(), await w.createUser()]
    await set({ max_connections: 3 })
    for (let i = 0; i < 8; i++) {
      for (const { id } of people) {
        await w.unit((u) => postToUser(u, id, w.bot.id, { text: `${id} ${i}` }))
      }
    }
    await receiver.count(24)
    await delivered()
    const texts = textsOf(receiver.received)
    for (const { id } of people) {
      const own = texts.filter((text) => text.startsWith(`${id} `))
      const once = own.filter((text, i) => text !== own[i - 1])
      expect(once).toEqual(Array.from({ length: 8 }, (_, i) => `${id} ${i}`))
    }
    expect(texts.length).toBeGreaterThanOrEqual(24 + 30)
  })

  it('loses nothing by being down', async () => {
    const port = Number(new URL(receiver.url).port)
    await receiver.close()
    await set()
    await w.write('one')
    await w.write('two')
    while ((await info()).last_error_message === undefined) await new Promise(setImmediate)
    expect((await info()).last_error_message).toBe('Connection refused')
    receiver = await startReceiver(port)
    expect(textsOf(await receiver.count(2))).toEqual(['one', 'two'])
    await delivered()
  })
})

describe('a call in the answer', () => {
  const answer = (type: string, body: string) => (response: ServerResponse) => {
    response.writeHead(200, { 'Content-Type': type }).end(body)
  }
  const linksOf = (chatId: number) =>
    w.unit((u) => u.db.invites.primary(chatId, w.bot.id)).then((link) => link?.hash)

  it.each([
    [
      'application/json',
      (id: number) => JSON.stringify({ method: 'exportChatInviteLink', chat_id: id }),
    ],
    [
      'application/x-www-form-urlencoded',
      (id: number) => `method=EXPORTchatinvitelink&chat_id=${id}`,
    ],
  ])('is carried out (%s)', async (type, body) => {
    const chat = await w.chat('group')
    await w.call('deleteWebhook', { drop_pending_updates: true })
    const before = await linksOf(chat.id)
    receiver.answerNext(answer(type, body(-chat.id)))
    await set()
    await w.write('give me a link')
    await receiver.count(1)
    await delivered()
    const after = await linksOf(chat.id)
    expect(after).toBeDefined()
    expect(after).not.toBe(before)
  })

  it.each(['deleteWebhook', 'setWebhook', 'getMe', 'noSuchMethod'])(
    'of %s is not, and the update counts as taken',
    async (method) => {
      receiver.answerNext(answer('application/json', JSON.stringify({ method })))
      await set()
      await w.write('hello')
      await receiver.count(1)
      await delivered()
      expect((await info()).url).toBe(receiver.url)
    },
  )
})

describe('a restart', () => {
  const directory = mkdtempSync(join(tmpdir(), 'localgram-webhooks-'))
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true })
  })

  it('goes on where the server stopped, and posts what was under way again', async () => {
    await w.close()
    const file = join(directory, 'test.db')
    w = await openUpdatesWorld({ limits, file })
    await set()
    receiver.answerNext(() => undefined)
    await w.write('one')
    await w.write('two')
    await receiver.count(1)
    const { owner, ann, bot } = w
    await w.close()
    w = await reopenUpdatesWorld(file, { owner, ann, bot })
    expect(textsOf(await receiver.count(3))).toEqual(['one', 'one', 'two'])
    await delivered()
    await w.call('deleteWebhook')
    expect(await w.updates()).toEqual([])
  })
})
