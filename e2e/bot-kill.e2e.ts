import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChild, type ChildServer } from './support/child-server.ts'
import { callBot, startHeldReceiver, type HttpAnswer, type HttpUpdate } from './support/http-bot.ts'
import { connectPerson, type Person } from './support/people.ts'

/**
 * One story through both doors: somebody asks to join over MTProto, a bot lets him in over HTTP; with the server
 * killed in the middle of it and started again on the same data.
 */

let data: string
let server: ChildServer
let cast: Cast

/** Who plays, and where. */
interface Cast {
  readonly bot: { readonly id: number; readonly token: string }
  readonly owner: Account
  readonly chat: { readonly id: number; readonly botApiChatId: number }
}
interface Account {
  readonly id: number
  /** A login that outlives the server. */
  readonly session: string
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'localgram-bot-kill-'))
  server = await startChild(['--port', '0', '--data', data])
  const owner = await newAccount('Owner')
  const wanted = { username: 'killed_bot', name: 'Robot', ownerId: owner.id }
  const bot = await server.control<Cast['bot']>('bots', wanted)
  const chat = await server.control<Cast['chat']>('chats', {
    type: 'group',
    title: 'Story',
    ownerId: owner.id,
    admins: [{ id: bot.id, rights: ['inviteUsers'] }],
  })
  cast = { bot, owner, chat }
})

afterAll(async () => {
  await server.kill()
  rmSync(data, { recursive: true, force: true })
})

async function newAccount(firstName: string): Promise<Account> {
  const { id } = await server.control<{ id: number }>('users', { firstName })
  const order = { accountId: id, format: 'mtcute' }
  return { id, ...(await server.control<{ session: string }>('sessions', order)) }
}

/** `kill -9`, and the same command again. */
async function restart(): Promise<void> {
  await server.kill()
  server = await startChild(['--port', String(server.port), '--data', data])
}

function call(method: string, parameters: object = {}): Promise<HttpAnswer> {
  return callBot(server.url, cast.bot.token, method, parameters)
}

async function as<T>({ session }: Account, work: (person: Person) => Promise<T>): Promise<T> {
  await using person = await connectPerson(server, session)
  return await work(person)
}

const WANTED = ['chat_member', 'chat_join_request']

/** A bot that polls and remembers what it has confirmed. */
class Poller {
  #offset = 0

  /** The next update, which the bot has not confirmed then. */
  async next(): Promise<HttpUpdate> {
    const { result } = await this.#ask(10)
    const [update] = result
    if (!update) throw new Error('no update came')
    expect(update.update_id, 'an update that was confirmed').toBeGreaterThanOrEqual(this.#offset)
    return update
  }

  /** Confirms an update, and returns when the server has said so. */
  async confirm({ update_id: id }: HttpUpdate): Promise<void> {
    this.#offset = id + 1
    await this.#ask(0)
  }

  /** What else there is. */
  async rest(): Promise<readonly HttpUpdate[]> {
    return (await this.#ask(0)).result
  }

  async #ask(timeout: number): Promise<{ result: readonly HttpUpdate[] }> {
    const answer = await call('getUpdates', {
      offset: this.#offset,
      timeout,
      allowed_updates: WANTED,
    })
    if (!answer.ok) throw new Error(answer.description)
    return answer as { result: readonly HttpUpdate[] }
  }
}

/** When the server dies: after somebody asked, after the bot was told, while it says yes, and so on. */
const MOMENTS = ['asked', 'told', 'approving', 'approved', 'told again', 'confirmed'] as const
type Moment = (typeof MOMENTS)[number] | 'never'

async function story(killed: Moment): Promise<void> {
  const at = async (moment: Moment): Promise<void> => {
    if (moment === killed) await restart()
  }
  const { bot, owner, chat } = cast
  const guest = await newAccount('Guest')
  const poller = new Poller()
  for (const earlier of await poller.rest()) await poller.confirm(earlier)
  const link = await linkThatAsks()
  expect(await as(guest, (person) => person.follow(link))).toBe('asked')
  await at('asked')

  const asked = await nextOrAgain(poller, () => at('told'), killed === 'told')
  expect(asked.chat_join_request).toMatchObject({
    from: { id: guest.id },
    invite_link: { invite_link: link },
  })
  await poller.confirm(asked)
  await approve(guest, killed === 'approving')
  await at('approved')

  const came = await nextOrAgain(poller, () => at('told again'), killed === 'told again')
  expect(came.chat_member).toMatchObject({
    from: { id: bot.id },
    new_chat_member: { status: 'member', user: { id: guest.id } },
    invite_link: { invite_link: link },
  })
  expect(came.update_id).toBe(asked.update_id + 1)
  await poller.confirm(came)
  await at('confirmed')
  expect(await poller.rest()).toEqual([])

  const peer = { _: 'inputPeerChat', chatId: chat.id } as const
  await as(guest, async ({ client }) => {
    const [last] = await client.getHistory(-chat.id, { limit: 1 })
    expect(last?.action?.type).toBe('user_joined_approved')
    expect(last?.sender.id).toBe(guest.id)
  })
  await as(owner, async ({ client }) => {
    const everybody = { offsetDate: 0, offsetUser: { _: 'inputUserEmpty' }, limit: 10 } as const
    const wanted = { peer, link, ...everybody }
    const found = await client.call({ _: 'messages.getChatInviteImporters', ...wanted })
    expect(found.importers).toMatchObject([{ userId: guest.id, approvedBy: bot.id }])
  })
}

async function linkThatAsks(): Promise<string> {
  const wanted = { chat_id: cast.chat.botApiChatId, creates_join_request: true }
  const { result } = await call('createChatInviteLink', wanted)
  return (result as { invite_link: string }).invite_link
}

/** The next update; where the server died before it was confirmed, the same one again. */
async function nextOrAgain(
  poller: Poller,
  between: () => Promise<void>,
  isAgain: boolean,
): Promise<HttpUpdate> {
  const first = await poller.next()
  await between()
  if (!isAgain) return first
  const second = await poller.next()
  expect(second).toEqual(first)
  return second
}

/** Says yes; where the server dies meanwhile, says it again, as a bot does that heard nothing. */
async function approve(guest: Account, isKilled: boolean): Promise<void> {
  const whom = { chat_id: cast.chat.botApiChatId, user_id: guest.id }
  const answer = call('approveChatJoinRequest', whom).catch(() => undefined)
  if (!isKilled) {
    expect(await answer).toEqual({ ok: true, result: true })
    return
  }
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 8))
  await restart()
  const [first, second] = [await answer, await call('approveChatJoinRequest', whom)]
  if (first?.ok === true || !second.ok) {
    // The first one was carried out, whether or not the bot ever heard so.
    expect(second.description).toMatch(/USER_ALREADY_PARTICIPANT|HIDE_REQUESTER_MISSING/)
  }
}

describe('a request to join over MTProto that a bot approves over HTTP', () => {
  it('is told to everybody once', () => story('never'))

  it.each(MOMENTS)('is told to everybody once where the server is killed at "%s"', (moment) =>
    story(moment),
  )
})

it('a webhook gets every update, in order, however often the server is killed before its answer', async () => {
  const receiver = await startHeldReceiver()
  const guest = await newAccount('Talker')
  const texts: string[] = []
  const say = (count: number): Promise<void> =>
    as(guest, async ({ client }) => {
      for (let i = 0; i < count; i++) {
        const text = `message ${texts.length}`
        await client.sendText('killed_bot', text)
        texts.push(text)
      }
    })
  await call('getUpdates', { offset: -1 })
  const set = { url: receiver.url, allowed_updates: ['message'], drop_pending_updates: true }
  expect(await call('setWebhook', set)).toMatchObject({ ok: true })
  for (let round = 0; round < 3; round++) {
    const before = receiver.received.length
    receiver.holdAfter(2)
    await say(5)
    await receiver.count(before + 3)
    await restart()
    await receiver.count(before + 6)
  }
  await receiver.close()
  const heard = receiver.received.map(({ message }) => (message as { text: string }).text)
  // What was held when the server died comes twice, one after the other.
  const again = heard.filter((text, i) => text === heard[i - 1])
  expect(heard.filter((text, i) => text !== heard[i - 1])).toEqual(texts)
  expect(again).toEqual(['message 2', 'message 7', 'message 12'])
})
