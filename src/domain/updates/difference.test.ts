import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { deleteChannel } from '../chats/delete.ts'
import { tellChat } from '../chats/edit.ts'
import { adminOf, channelInput, createChatWorld, type ChatWorld } from '../chats/testing.ts'
import { addMember } from '../members/join.ts'
import { deleteChannelMessages, deleteMessages } from '../messages/delete.ts'
import { channelKey } from '../messages/history.ts'
import { postToChat, postToUser } from '../messages/post.ts'
import type { TestAccount } from '../testing.ts'
import { channelDifference, difference, type BoxState, type Difference } from './difference.ts'
import { eventOf, tellAccount, tellBot } from './log.ts'
import type { DomainEvent, LoggedEvent } from './update.ts'

let w: ChatWorld
let ann: TestAccount
let bob: TestAccount

async function open(limits: Parameters<typeof createChatWorld>[0] = {}): Promise<void> {
  w = await createChatWorld(limits)
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
}

beforeEach(() => open())
afterEach(() => w.close())

function ask(who: TestAccount, since: BoxState & { limit?: number; totalLimit?: number }) {
  return w.unit((u) => difference(u, who.caller, since))
}

function stateOf(who: TestAccount): Promise<BoxState> {
  return w.unit(async (u) => {
    const row = await u.db.users.byId(who.id)
    return { pts: row?.pts ?? 0, qts: row?.qts ?? 0, date: u.now }
  })
}

function eventsOf(answer: Difference): readonly LoggedEvent[] {
  return answer.kind === 'updates' ? answer.events : []
}

/** Everything that an account hears from a state on, slice by slice. */
async function replay(who: TestAccount, from: BoxState): Promise<LoggedEvent[]> {
  const heard: LoggedEvent[] = []
  let since = from
  for (let slices = 0; slices < 500; slices++) {
    const answer = await ask(who, since)
    if (answer.kind === 'tooLong') throw new Error('too long')
    heard.push(...eventsOf(answer).filter((event) => event.to !== 'channel'))
    since = answer.state
    if (answer.kind === 'empty' || answer.final) return heard
  }
  throw new Error('the slices never end')
}

function say(text = 'hello'): Promise<unknown> {
  return w.unit((u) => postToUser(u, bob.id, ann.id, { text }))
}

describe('the difference of an account', () => {
  it('is empty where nothing happened', async () => {
    expect(await ask(ann, { pts: 1, qts: 0, date: 1 })).toMatchObject({ kind: 'empty' })
  })

  it('holds what was pushed, in its order and with its pts', async () => {
    const pushed: DomainEvent[] = []
    w.domain.listen(({ events }) => pushed.push(...events))
    const from = await stateOf(ann)
    await say()
    await w.group(bob, ann)
    await w.unit((u) => deleteMessages(u, ann.caller, [1], false))
    const answer = await ask(ann, from)
    expect(answer).toMatchObject({ kind: 'updates', final: true, state: await stateOf(ann) })
    expect(eventsOf(answer)).toEqual(
      pushed.filter((event) => event.to === 'account' && event.accountId === ann.id),
    )
  })

  it('is cut into slices that lose nothing and repeat nothing', async () => {
    await w.close()
    await open({ differenceSize: 3 })
    const from = await stateOf(ann)
    for (let i = 0; i < 10; i++) await say(`message ${i}`)
    const first = await ask(ann, from)
    expect(first).toMatchObject({ kind: 'updates', final: false })
    expect(eventsOf(first)).toHaveLength(3)
    expect((await replay(ann, from)).map((event) => event.pts)).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ])
  })

  it('is cut smaller where the client wants that', async () => {
    for (let i = 0; i < 5; i++) await say()
    expect(eventsOf(await ask(ann, { pts: 1, qts: 0, date: 1, limit: 2 }))).toHaveLength(2)
  })

  it('takes a limit below one for none', async () => {
    for (let i = 0; i < 3; i++) await w.unit((u) => postToUser(u, bob.id, ann.id, { text: 'x' }))
    for (const limit of [0, -1, -(2 ** 31)]) {
      const since = { qts: 0, date: 1, limit }
      expect(eventsOf(await ask(ann, { ...since, pts: 1 }))).toHaveLength(3)
      expect(await ask(ann, { ...since, pts: 4 })).toMatchObject({ kind: 'empty' })
    }
  })

  it('holds updates outside the sequence from the client’s time on', async () => {
    await w.unit((u) => tellAccount(u, ann.id, { kind: 'user', userId: bob.id }, 0))
    w.clock.advance(10)
    const { date } = await stateOf(ann)
    await w.unit((u) => tellAccount(u, ann.id, { kind: 'userName', userId: bob.id }, 0))
    const kinds = (answer: Difference) => eventsOf(answer).map((event) => event.update.kind)
    expect(kinds(await ask(ann, { pts: 1, qts: 0, date }))).toEqual(['userName'])
    expect(kinds(await ask(ann, { pts: 1, qts: 0, date: date - 10 }))).toEqual(['user', 'userName'])
    expect(kinds(await ask(ann, { pts: 1, qts: 0, date: date + 1 }))).toEqual([])
  })

  it('comes to an end where more happened in a second than a slice holds', async () => {
    await w.close()
    await open({ differenceSize: 2 })
    const from = await stateOf(ann)
    for (let i = 0; i < 9; i++) {
      await w.unit((u) => tellAccount(u, ann.id, { kind: 'user', userId: i }, 0))
    }
    await say()
    expect((await replay(ann, from)).map((event) => event.update.kind)).toEqual([
      ...Array<string>(9).fill('user'),
      'newMessage',
    ])
  })

  it('is too long for a client that wants less', async () => {
    for (let i = 0; i < 5; i++) await say()
    const since = { pts: 1, qts: 0, date: 1 }
    expect(await ask(ann, { ...since, totalLimit: 4 })).toEqual({ kind: 'tooLong', pts: 6 })
    expect(await ask(ann, { ...since, totalLimit: 5 })).toMatchObject({ kind: 'updates' })
  })

  it('is too long where the log was trimmed', async () => {
    await w.close()
    await open({ updateLogPerBox: 10 })
    for (let i = 0; i < 256; i++) await say()
    const since = { qts: 0, date: 1 }
    expect(await ask(ann, { ...since, pts: 246 })).toEqual({ kind: 'tooLong', pts: 257 })
    expect(eventsOf(await ask(ann, { ...since, pts: 247 }))).toHaveLength(10)
  })

  it.each([
    [{ pts: 0 }, 'PERSISTENT_TIMESTAMP_EMPTY'],
    [{ pts: -1 }, 'PERSISTENT_TIMESTAMP_INVALID'],
    [{ pts: 2 }, 'PERSISTENT_TIMESTAMP_INVALID'],
    [{ date: 0 }, 'DATE_EMPTY'],
  ])('refuses a point that cannot be: %o', async (patch, error) => {
    const since = { pts: 1, qts: -1, date: 1, ...patch }
    expect(await w.refusal((u) => difference(u, ann.caller, since))).toBe(error)
  })

  it('names the channels that have gone on, and what happened in them outside their sequence', async () => {
    const chat = await w.channel(bob, ann)
    const quiet = await w.channel(bob, ann)
    w.clock.advance(10)
    const from = await stateOf(ann)
    expect(await ask(ann, from)).toMatchObject({ kind: 'empty' })
    await w.unit((u) => postToChat(u, chat, bob.id, { text: 'news' }))
    await w.unit((u) => tellChat(u, quiet))
    await w.unit((u) => tellChat(u, quiet))
    expect(await ask(ann, from)).toMatchObject({
      kind: 'updates',
      stale: [{ channelId: chat.id, pts: 3 }],
      events: [{ channelId: quiet.id, update: { kind: 'channel' } }],
    })
  })
})

describe('the difference of somebody who was away when a channel was deleted', () => {
  it('says so, and does not send them to the channel', async () => {
    const chat = await w.channel(bob, ann)
    w.clock.advance(10)
    const from = await stateOf(ann)
    await w.unit((u) => postToChat(u, chat, bob.id, { text: 'the end' }))
    await w.unit((u) => deleteChannel(u, bob.caller, channelInput(u, bob, chat)))
    expect(await ask(ann, from)).toMatchObject({
      kind: 'updates',
      stale: [],
      events: [{ channelId: chat.id, update: { kind: 'channel' } }],
    })
  })
})

describe('the difference of a bot', () => {
  it('holds its qts queue beside its box, slice by slice', async () => {
    await w.close()
    await open({ differenceSize: 3 })
    const bot = await w.createBot()
    const chat = await w.supergroup(ann, bot)
    await w.standing(chat, bot, adminOf('inviteUsers'))
    const from = await stateOf(bot)
    for (let i = 0; i < 7; i++) {
      const member = await w.createUser()
      const row = await w.chat(chat.id)
      await w.unit((u) => addMember(u, row, member.id, { kind: 'added', byId: ann.id }))
    }
    await w.unit((u) => postToUser(u, ann.id, bot.id, { text: '/start' }))
    const heard = await replay(bot, from)
    expect(heard.filter((event) => event.to === 'bot').map((event) => event.pts)).toEqual(
      Array.from({ length: 7 }, (_, i) => from.qts + 1 + i),
    )
    expect(heard.filter((event) => event.update.kind === 'newMessage')).toHaveLength(1)
    expect(await ask(bot, { ...(await stateOf(bot)), date: 2_000_000_000 })).toMatchObject({
      kind: 'empty',
    })
  })

  it('gives what the log still holds to a bot whose qts lies before it, and goes on from there', async () => {
    await w.close()
    await open({ updateLogPerBox: 10 })
    const bot = await w.createBot()
    const from = await stateOf(bot)
    const stopped = { kind: 'botStopped', userId: ann.id, date: 1, stopped: true } as const
    await w.unit(async (u) => {
      for (let i = 0; i < 600; i++) await tellBot(u, bot.id, stopped)
    })
    const last = from.qts + 600
    const answer = await ask(bot, from)
    const numbers = eventsOf(answer).map((event) => event.pts)
    expect(numbers[0]).toBeGreaterThan(from.qts + 1)
    expect(numbers).toEqual(numbers.map((_, i) => last - numbers.length + 1 + i))
    expect(answer).toMatchObject({ kind: 'updates', final: true, state: { qts: last } })
    expect(await ask(bot, { ...from, qts: last })).toMatchObject({ kind: 'empty' })
  })

  it('does not depend on a client that knows no qts', async () => {
    const bot = await w.createBot()
    expect(await ask(bot, { pts: 1, qts: -1, date: 1 })).toMatchObject({ kind: 'empty' })
    expect(await ask(ann, { pts: 1, qts: 77, date: 1 })).toMatchObject({ state: { qts: 0 } })
  })
})

describe('the difference of a channel', () => {
  let chat: ChatRow
  const post = (text: string) => w.unit((u) => postToChat(u, chat, bob.id, { text }))
  const now = (): Promise<ChatRow> => w.chat(chat.id)
  const get = async (who: TestAccount, pts: number, limit = 100) => {
    const row = await now()
    return w.unit((u) => channelDifference(u, who.caller, row, pts, limit))
  }

  beforeEach(async () => {
    chat = await w.supergroup(bob, ann)
  })

  it('holds what was pushed, with its pts', async () => {
    const { pts } = await now()
    await post('one')
    await post('two')
    expect(await get(ann, pts)).toMatchObject({
      kind: 'updates',
      final: true,
      pts: pts + 2,
      events: [{ pts: pts + 1 }, { pts: pts + 2 }],
    })
    expect(await get(ann, pts + 2)).toEqual({ kind: 'empty', pts: pts + 2 })
  })

  it('is too long where more is missing than the client wants, or the log holds', async () => {
    const { pts } = await now()
    for (let i = 0; i < 4; i++) await post('x')
    expect(await get(ann, pts, 3)).toEqual({ kind: 'tooLong' })
    expect(await get(ann, pts, 4)).toMatchObject({ kind: 'updates' })
    expect(await get(ann, pts, 0)).toMatchObject({ kind: 'updates' })
    await w.unit((u) => u.db.updates.trim('channel', chat.id, 2))
    expect(await get(ann, pts, 4)).toEqual({ kind: 'tooLong' })
    expect(await get(ann, pts + 2, 4)).toMatchObject({ kind: 'updates' })
  })

  it('comes in slices where a bot wants more than one answer holds', async () => {
    await w.close()
    await open({ differenceSize: 3 })
    const bot = await w.createBot({ canReadAllGroupMessages: true })
    chat = await w.supergroup(bob, bot)
    const { pts } = await now()
    for (let i = 0; i < 4; i++) await post('x')
    const first = await get(bot, pts, 100_000)
    expect(first).toMatchObject({ final: false, pts: pts + 3 })
    expect(await get(bot, pts + 3, 100_000)).toMatchObject({ final: true, pts: pts + 4 })
  })

  it('is without the messages that a bot may not hear, but goes past them', async () => {
    const bot = await w.createBot()
    await w.unit((u) => addMember(u, chat, bot.id, { kind: 'added', byId: bob.id }))
    const { pts } = await now()
    await post('talk')
    expect(await get(bot, pts)).toMatchObject({ kind: 'updates', events: [], pts: pts + 1 })
  })

  it('is closed to somebody outside unless the chat is public', async () => {
    const stranger = await w.createUser()
    await expect(get(stranger, 1)).rejects.toThrow('CHANNEL_PRIVATE')
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    expect(await get(stranger, 1)).toMatchObject({ kind: 'updates' })
  })

  it.each([
    [0, 'PERSISTENT_TIMESTAMP_EMPTY'],
    [-4, 'PERSISTENT_TIMESTAMP_INVALID'],
    [99, 'PERSISTENT_TIMESTAMP_INVALID'],
  ])('refuses pts %d', async (pts, error) => {
    await expect(get(ann, pts)).rejects.toThrow(error)
  })
})

describe('whatever happens', () => {
  const STEPS = ['say', 'answer', 'talk', 'join', 'delete', 'revoke', 'outside', 'wait'] as const
  type Step = (typeof STEPS)[number]
  const steps = fc.array(fc.constantFrom(...STEPS), { minLength: 1, maxLength: 40 })

  it('pts have no holes, and the difference from any earlier state rebuilds the same messages', async () => {
    await w.close()
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 4 }), async (run, differenceSize) => {
        await open({ differenceSize })
        const group = await w.group(bob, ann)
        const states = [{ state: await stateOf(ann), box: await boxOf() }]
        const heard: LoggedEvent[] = []
        w.domain.listen(({ events }) => {
          for (const event of events) {
            if (event.to === 'account' && event.accountId === ann.id) heard.push(event)
          }
        })
        for (const step of run) {
          await act(step, group)
          states.push({ state: await stateOf(ann), box: await boxOf() })
        }
        const start = states[0]?.state.pts ?? 0
        expectWithoutHoles(heard, start)
        const now = await boxOf()
        for (const { state, box } of states) {
          const missed = await replay(ann, state)
          expect(applied(box, missed)).toEqual(now)
          const sequenced = heard.filter((event) => event.ptsCount > 0 && event.pts > state.pts)
          expect(missed.filter((event) => event.ptsCount > 0)).toEqual(sequenced)
        }
        await w.close()
      }),
      { numRuns: 40 },
    )
    await open()
  })

  it('a channel’s pts have no holes, and its difference rebuilds the same messages', async () => {
    await w.close()
    await fc.assert(
      fc.asyncProperty(steps, async (run) => {
        await open()
        const { id } = await w.supergroup(bob, ann)
        const states: { pts: number; box: number[] }[] = []
        for (const step of run) {
          const chat = await w.chat(id)
          states.push({ pts: chat.pts, box: await channelBox(chat) })
          await actInChannel(step, chat)
        }
        const chat = await w.chat(id)
        const all = await w.unit((u) => u.db.updates.after('channel', id, 1, 0, 1000))
        expectWithoutHoles(all.map(eventOf), 1)
        for (const { pts, box } of states) {
          const missed = await w.unit((u) => channelDifference(u, ann.caller, chat, pts, 100))
          const events = missed.kind === 'updates' ? missed.events : []
          expect(applied(box, events)).toEqual(await channelBox(chat))
        }
        await w.close()
      }),
      { numRuns: 20 },
    )
    await open()
  })

  async function channelBox({ id }: ChatRow): Promise<number[]> {
    const rows = await w.unit((u) => u.db.history.from(channelKey(id), 1, 1000))
    return rows.map((row) => row.id)
  }

  async function actInChannel(step: Step, chat: ChatRow): Promise<void> {
    if (step === 'join') {
      const { id } = await w.createUser()
      await w.unit((u) => addMember(u, chat, id, { kind: 'public' }))
    } else if (step === 'delete' || step === 'revoke') {
      const ids = [chat.lastMessageId, 2]
      await w.unit((u) => deleteChannelMessages(u, bob.caller, channelInput(u, bob, chat), ids))
    } else if (step === 'outside') {
      await w.unit((u) => tellChat(u, chat))
    } else {
      await w.unit((u) => postToChat(u, chat, bob.id, { text: step }))
    }
  }

  async function boxOf(): Promise<number[]> {
    return w.unit(async (u) => {
      const ids = Array.from({ length: 100 }, (_, i) => i + 1)
      return (await u.db.messages.byIds('account', ann.id, ids)).map((row) => row.id)
    })
  }

  async function act(step: Step, group: ChatRow): Promise<void> {
    const ids = await boxOf()
    const some = [ids[0] ?? 0, ids[Math.floor(ids.length / 2)] ?? 0]
    switch (step) {
      case 'say':
        await say()
        return
      case 'answer':
        await w.unit((u) => postToUser(u, ann.id, bob.id, { text: 'hi' }))
        return
      case 'talk':
        await w.unit((u) => postToChat(u, group, bob.id, { text: 'hello' }))
        return
      case 'join': {
        const { id } = await w.createUser()
        await w.unit((u) => addMember(u, group, id, { kind: 'added', byId: bob.id }))
        return
      }
      case 'delete':
        await w.unit((u) => deleteMessages(u, ann.caller, some, false))
        return
      case 'revoke':
        await w.unit((u) => deleteMessages(u, bob.caller, [2, 3], true))
        return
      case 'outside':
        await w.unit((u) => tellAccount(u, ann.id, { kind: 'user', userId: bob.id }, 0))
        return
      case 'wait':
        w.clock.advance(1)
    }
  }

  function expectWithoutHoles(events: readonly LoggedEvent[], start: number): void {
    let pts = start
    for (const event of events) {
      expect(event.pts - event.ptsCount).toBe(pts)
      pts = event.pts
    }
  }

  function applied(box: readonly number[], events: readonly LoggedEvent[]): number[] {
    const ids = new Set(box)
    for (const { update } of events) {
      if (update.kind === 'newMessage') ids.add(update.id)
      if (update.kind === 'deleteMessages') update.ids.forEach((id) => ids.delete(id))
    }
    return [...ids].sort((a, b) => a - b)
  }
})
