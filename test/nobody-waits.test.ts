import { setImmediate } from 'node:timers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createUser, prepareUser } from '../src/domain/accounts/create-user.ts'
import type { Unit } from '../src/domain/context.ts'
import { createBasicGroup, createChannel } from '../src/domain/chats/create.ts'
import { newInvite } from '../src/domain/invites/primary.ts'
import { addMember } from '../src/domain/members/join.ts'
import { postToChat, postToUser } from '../src/domain/messages/post.ts'
import type { TestAccount } from '../src/domain/testing.ts'
import { method } from '../src/rpc/method.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../src/rpc/testing.ts'
import { openSqliteStore } from '../src/store/sqlite/store.ts'
import { meteredStore } from './meter.ts'
import type { ChatRow } from '../src/store/tables/chats.ts'
import type { InviteRow, NewInvite } from '../src/store/tables/invites.ts'
import { decodeObject } from '../src/tl/api.ts'
import type { TypeUpdate, TypeUpdates } from '../src/tl/generated/base.ts'

/*
 * Nobody waits for another client's heavy call. No clock is looked at: between two turns of the event loop,
 * in which the others' packets are read, no more may be asked of the store and no more be pushed than these
 * numbers, which are some ten milliseconds. The times are in docs/benchmarks.md.
 */
const QUESTIONS_IN_A_TURN = 450
const ROWS_IN_A_TURN = 4500
const PUSHED_IN_A_TURN = 300_000
const ANSWERED_IN_A_TURN = 200_000
/** Of one unit, for which the others' calls wait. */
const QUESTIONS_OF_A_UNIT = 3500

interface Work {
  questions: number
  rows: number
  pushed: number
  answered: number
}

let t: TestRpc
let owner: TestAccount
let admin: TestClient
let pinger: TestClient
/** Since the loop had its last turn, and since the test began to look. */
let now: Work
let most: Work & { unit: number }
let total: Work

const NONE: Work = { questions: 0, rows: 0, pushed: 0, answered: 0 }

beforeEach(async () => {
  forget()
  const store = meteredStore(await openSqliteStore(':memory:'), {
    asked: (rows) => note({ questions: 1, rows }),
    over: (questions) => (most.unit = Math.max(most.unit, questions)),
  })
  t = await createTestRpc([], { store })
  owner = await t.createUser({ firstName: 'Owner' })
  admin = await online(owner)
  pinger = await online(await t.createUser({ firstName: 'Pinger' }))
})
afterEach(() => t.close())

function forget(): void {
  now = { ...NONE }
  most = { ...NONE, unit: 0 }
  total = { ...NONE }
}

function note(work: Partial<Work>): void {
  for (const key of ['questions', 'rows', 'pushed', 'answered'] as const) {
    now[key] += work[key] ?? 0
    total[key] += work[key] ?? 0
    most[key] = Math.max(most[key], now[key])
  }
}

/**
 * Does something while another client pings: each ping is a call of its own, sent after the answer to the one
 * before. Resolves to how many were answered until all was pushed.
 */
async function besides(work: () => Promise<unknown>): Promise<number> {
  await admin.pushed()
  forget()
  const state = { over: false }
  let answered = 0
  const tick = (): void => {
    now = { ...NONE }
    if (!state.over) setImmediate(tick)
  }
  setImmediate(tick)
  const pinging = (async () => {
    while (!state.over) {
      await pinger.call('help.getNearestDc')
      answered++
    }
  })()
  await work()
  await admin.pushed()
  state.over = true
  await pinging
  return answered
}

function expectShortTurns(): void {
  expect(most.questions).toBeLessThanOrEqual(QUESTIONS_IN_A_TURN)
  expect(most.rows).toBeLessThanOrEqual(ROWS_IN_A_TURN)
  expect(most.pushed).toBeLessThanOrEqual(PUSHED_IN_A_TURN)
  expect(most.answered).toBeLessThanOrEqual(ANSWERED_IN_A_TURN)
  expect(most.unit).toBeLessThanOrEqual(QUESTIONS_OF_A_UNIT)
}

/** A session whose pushes are counted, and kept as they came where a list is given. */
async function online(account: TestAccount, kept?: Uint8Array[]): Promise<TestClient> {
  const onPush = (body: Uint8Array): void => {
    note({ pushed: body.length })
    kept?.push(body)
  }
  const onAnswer = (body: Uint8Array): void => note({ answered: body.length })
  const own = account === owner ? {} : { onPush }
  const client = await t.connect({ account, onAnswer, ...own })
  await client.call('updates.getState')
  return client
}

async function crowd(count: number): Promise<TestAccount[]> {
  const names = Array.from({ length: count }, (_, i) => `Member ${i}`)
  const wanted = await Promise.all(
    names.map((firstName) => prepareUser(t.domain.random, { firstName })),
  )
  return t.unit(async (u) => {
    const all: TestAccount[] = []
    for (const one of wanted) {
      const row = await createUser(u, one)
      all.push({ row, id: row.id, caller: { id: row.id, isBot: false } })
    }
    return all
  })
}

const supergroup = (title = 'Birds'): Promise<ChatRow> =>
  t.unit((u) => createChannel(u, owner.caller, 'supergroup', title, ''))

const inputOf = (who: TestAccount, kind: 'user' | 'channel', id: number): Promise<bigint> =>
  t.unit(async (u) => u.accessHashes.of(who.id, kind, id))

async function peerOf(chat: ChatRow, who = owner) {
  const accessHash = await inputOf(who, 'channel', chat.id)
  return { _: 'inputPeerChannel' as const, channelId: chat.id, accessHash }
}

async function usersOf(accounts: readonly TestAccount[]) {
  return t.unit(async (u) =>
    accounts.map(({ id }) => {
      const accessHash = u.accessHashes.of(owner.id, 'user', id)
      return { _: 'inputUser' as const, userId: id, accessHash }
    }),
  )
}

/** A link of the owner's, stored as it is. */
async function linkInto(u: Unit, chat: ChatRow, patch: Partial<NewInvite>): Promise<InviteRow> {
  const invite: NewInvite = { ...newInvite(u, chat, owner.id), permanent: 0, ...patch }
  return u.db.invites.insert(invite)
}

/** Everybody asks to be let in. */
async function askAll(chat: ChatRow, accounts: readonly TestAccount[]): Promise<void> {
  await t.unit(async (u) => {
    const link = await linkInto(u, chat, { requestNeeded: 1, requested: accounts.length })
    for (const { id } of accounts) {
      const request = { chatId: chat.id, userId: id, inviteId: link.id, date: u.now, about: '' }
      await u.db.invites.insertRequest(request)
    }
    await u.db.chats.update(chat.id, { requestsPending: accounts.length })
  })
}

const updatesIn = (pushed: readonly Uint8Array[]): (readonly TypeUpdate[])[] =>
  pushed
    .map((bytes) => decodeObject(bytes) as TypeUpdates)
    .map((one) => (one._ === 'updates' ? one.updates : []))

describe('a thousand who ask are let in by one call', () => {
  it('while others are served, and each is told once', async () => {
    const chat = await supergroup()
    const guests = await crowd(1000)
    const heard: Uint8Array[][] = []
    for (const [i, guest] of guests.entries()) await online(guest, (heard[i] = []))
    await askAll(chat, guests)
    const peer = await peerOf(chat)
    let answer: TypeUpdates | undefined
    const pings = await besides(async () => {
      answer = await admin.call('messages.hideAllChatJoinRequests', { peer, approved: true })
    })
    expectShortTurns()
    expect(pings).toBeGreaterThan(30)
    // What it costs grows with those who come in, not with their square.
    expect(total.pushed / guests.length).toBeLessThan(2000)
    expect(total.questions / guests.length).toBeLessThan(60)
    const { pts, participantsCount } = await t.unit(
      async (u) => (await u.db.chats.byId(chat.id)) as ChatRow,
    )
    expect(participantsCount).toBe(1001)
    const gone = { _: 'updateChannelTooLong', channelId: chat.id, pts }
    for (const one of heard) {
      expect(updatesIn(one).flat()).toEqual([{ _: 'updateChannel', channelId: chat.id }, gone])
    }
    const told = ((await admin.news()) as TypeUpdates[]).flatMap(inner)
    expect(told.at(-1)).toMatchObject({ _: 'updateChannelTooLong' })
    expect(inner(answer).map((update) => update._)).toContain('updatePendingJoinRequests')
    expect(inner(answer).at(-1)).toEqual({ _: 'updateChannel', channelId: chat.id })
  })

  it('or fewer, whom everybody is told of one by one, in order', async () => {
    const chat = await supergroup()
    const [member, ...guests] = (await crowd(61)) as [TestAccount, ...TestAccount[]]
    await t.unit((u) => addMember(u, chat, member.id, { kind: 'added', byId: owner.id }))
    const { pts } = await t.unit(async (u) => (await u.db.chats.byId(chat.id)) as ChatRow)
    const heard: Uint8Array[] = []
    const client = await online(member, heard)
    await askAll(chat, guests)
    await admin.news()
    const peer = await peerOf(chat)
    const answer = await admin.call('messages.hideAllChatJoinRequests', { peer, approved: true })
    const told = [...((await admin.news()) as TypeUpdates[]).flatMap(inner), ...inner(answer)]
    const messages = (updates: readonly TypeUpdate[]) =>
      updates.filter((update) => update._ === 'updateNewChannelMessage')
    const expected = guests.map((_, i) => pts + 1 + i)
    expect(messages(told).map((update) => update.pts)).toEqual(expected)
    const pushed = updatesIn(heard)
    expect(pushed).toHaveLength(1)
    expect(messages(pushed.flat()).map((update) => update.pts)).toEqual(expected)
    const channel = { ...(await peerOf(chat, member)), _: 'inputChannel' as const }
    const filter = { _: 'channelMessagesFilterEmpty' } as const
    const since = { channel, filter, pts, limit: 100 }
    const difference = await client.call('updates.getChannelDifference', since)
    expect(difference).toMatchObject({
      newMessages: messages(pushed.flat()).map(({ message }) => ({ id: message.id })),
    })
  })
})

describe('a hundred who join a basic group at once', () => {
  it('are told of its members once in each push, of the newest last', async () => {
    const guests = await crowd(100)
    const chat = await t.unit((u) => createBasicGroup(u, owner.caller, 'Birds', []))
    const { hash } = await t.unit((u) => linkInto(u, chat, {}))
    const heard: Uint8Array[][] = []
    const sessions: TestClient[] = []
    for (const [i, guest] of guests.entries()) {
      sessions.push(await online(guest))
      await online(guest, (heard[i] = []))
    }
    await besides(() =>
      Promise.all(sessions.map((one) => one.call('messages.importChatInvite', { hash }))),
    )
    expectShortTurns()
    const { version } = await t.unit(async (u) => (await u.db.chats.byId(chat.id)) as ChatRow)
    let lists = 0
    for (const one of heard) {
      const pushes = updatesIn(one)
      const versions = pushes.map((updates) =>
        updates.flatMap((update) =>
          update._ === 'updateChatParticipants' && update.participants._ === 'chatParticipants'
            ? [update.participants.version]
            : [],
        ),
      )
      for (const each of versions) expect(each.length).toBeLessThanOrEqual(1)
      expect(versions.flat().at(-1)).toBe(version)
      lists += versions.flat().length
      const sequence = pushes
        .flat()
        .flatMap((update) => (update._ === 'updateNewMessage' ? [update.pts] : []))
      expect(sequence).toEqual(sequence.map((_, i) => (sequence[0] as number) + i))
    }
    // Each would hear of fifty lists if each join told of one.
    expect(lists / guests.length).toBeLessThan(20)
  })
})

describe('a call that has much to do', () => {
  it('deletes twenty thousand revoked links while others are served', async () => {
    const chat = await supergroup()
    await t.unit(async (u) => {
      for (let i = 0; i < 20_000; i++) await linkInto(u, chat, { revoked: 1 })
    })
    const peer = await peerOf(chat)
    const adminId = { _: 'inputUserSelf' } as const
    const pings = await besides(() =>
      admin.call('messages.deleteRevokedExportedChatInvites', { peer, adminId }),
    )
    expectShortTurns()
    expect(pings).toBeGreaterThan(40)
    expect(await t.unit((u) => u.db.invites.countOf(chat.id, owner.id, 1))).toBe(0)
  })

  it('answers many of five hundred users each in many turns', async () => {
    const id = await usersOf(await crowd(500))
    await besides(() =>
      Promise.all(Array.from({ length: 40 }, () => admin.call('users.getUsers', { id }))),
    )
    expectShortTurns()
    expect(total.answered).toBeGreaterThan(4 * ANSWERED_IN_A_TURN)
  })

  it('is read in many turns where it comes a hundred times at once', async () => {
    await t.close()
    // What is done with them is nothing, so that reading is all.
    t = await createTestRpc([method('users.getUsers', () => Promise.resolve([]))])
    owner = await t.createUser()
    admin = await online(owner)
    const user = { _: 'inputUser' as const, userId: owner.id, accessHash: 1n }
    const id = Array.from({ length: 2000 }, () => user)
    const state = { turns: 0, over: false }
    const tick = (): void => {
      state.turns++
      if (!state.over) setImmediate(tick)
    }
    setImmediate(tick)
    await Promise.all(Array.from({ length: 100 }, () => admin.call('users.getUsers', { id })))
    state.over = true
    // Each call has 40 000 bytes, and a turn's share is 128 KiB.
    expect(state.turns).toBeGreaterThan(20)
  })

  /** Work on a supergroup of many messages, a private chat of many more, and a folder of many chats. */
  const HEAVY: readonly (readonly [string, (w: Heavy) => Promise<unknown>])[] = [
    ['inviteToChannel', async ({ chat, people }) =>
      admin.call('channels.inviteToChannel', {
        channel: { ...(await peerOf(chat)), _: 'inputChannel' },
        users: await usersOf(people),
      })],
    ['deleteHistory of a supergroup', async ({ chat }) =>
      admin.call('channels.deleteHistory', {
        channel: { ...(await peerOf(chat)), _: 'inputChannel' },
        maxId: 0,
        forEveryone: true,
      })],
    ['deleteHistory', async ({ people: [friend] }) =>
      admin.call('messages.deleteHistory', {
        peer: { ...(await usersOf([friend as TestAccount]))[0], _: 'inputPeerUser' } as never,
        maxId: 0,
        revoke: true,
      })],
    ['deleteMessages', () =>
      admin.call('messages.deleteMessages', {
        id: Array.from({ length: 300 }, (_, i) => i + 1),
        revoke: true,
      })],
    ['getDifference', () =>
      admin.call('updates.getDifference', { pts: 1, date: 1, qts: 0 })],
    ['getDialogs', () =>
      admin.call('messages.getDialogs', {
        offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 100, hash: 0n,
      })],
    ['importContacts', async ({ people }) =>
      admin.call('contacts.importContacts', {
        contacts: people.map(({ row }, i) => ({
          _: 'inputPhoneContact', clientId: BigInt(i), phone: row.phone ?? '', firstName: 'A', lastName: '',
        })),
      })],
    ['getChannels', async ({ chats }) =>
      admin.call('channels.getChannels', {
        id: (await Promise.all(chats.map((one) => peerOf(one)))).map((peer) => ({
          ...peer, _: 'inputChannel' as const,
        })),
      })],
  ] // prettier-ignore

  it.each(HEAVY)('%s leaves turns to others', async (_, call) => {
    const heavy = await makeHeavy()
    await besides(() => call(heavy))
    expectShortTurns()
    expect(total.questions).toBeGreaterThan(0)
  })

  it('joins a folder of a hundred chats, and leaves it', async () => {
    const { chats } = await makeHeavy()
    const [bob] = (await crowd(1)) as [TestAccount]
    const client = await online(bob)
    const peers = await Promise.all(chats.map((chat) => peerOf(chat)))
    const filter = {
      _: 'dialogFilter' as const,
      id: 5,
      title: { _: 'textWithEntities' as const, text: 'F', entities: [] },
      pinnedPeers: [],
      includePeers: peers,
      excludePeers: [],
    }
    await admin.call('messages.updateDialogFilter', { id: 5, filter })
    const chatlist = { _: 'inputChatlistDialogFilter' as const, filterId: 5 }
    const exported = { chatlist, title: 'F', peers }
    const { invite } = await admin.call('chatlists.exportChatlistInvite', exported)
    const slug = invite.url.split('/').at(-1) ?? ''
    const own = await Promise.all(chats.map((chat) => peerOf(chat, bob)))
    await besides(() => client.call('chatlists.joinChatlistInvite', { slug, peers: own }))
    expectShortTurns()
    const { filters } = await client.call('messages.getDialogFilters')
    const filterId = filters.map((one) => ('id' in one ? one.id : 0)).at(-1) ?? 0
    const left = { chatlist: { ...chatlist, filterId }, peers: own }
    await besides(() => client.call('chatlists.leaveChatlist', left))
    expectShortTurns()
  })
})

interface Heavy {
  readonly people: readonly TestAccount[]
  readonly chat: ChatRow
  readonly chats: readonly ChatRow[]
}

async function makeHeavy(): Promise<Heavy> {
  const people = await crowd(150)
  const [friend] = people as [TestAccount]
  const chats: ChatRow[] = []
  for (let i = 0; i < 100; i++) chats.push(await supergroup(`Chat ${i}`))
  const [chat] = chats as [ChatRow]
  await t.unit(async (u) => {
    for (let i = 0; i < 300; i++) {
      await postToChat(u, chat, owner.id, { text: `message ${i}` })
      await postToUser(u, friend.id, owner.id, { text: `message ${i}` })
    }
  })
  await online(friend)
  return { people, chat, chats }
}

function inner(updates: TypeUpdates | undefined): readonly TypeUpdate[] {
  return updates?._ === 'updates' ? updates.updates : []
}
