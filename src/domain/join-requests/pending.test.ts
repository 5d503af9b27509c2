import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrateChat } from '../chats/migrate.ts'
import { adminOf, createChatWorld, heard, userInput, type ChatWorld } from '../chats/testing.ts'
import { importInvite } from '../invites/import.ts'
import { requestToJoin } from '../invites/request.ts'
import type { TestAccount } from '../testing.ts'
import { difference } from '../updates/difference.ts'
import type { DomainEvent } from '../updates/update.ts'
import { hideJoinRequest } from './hide.ts'
import { pendingRequests } from './pending.ts'
import {
  askByLink,
  askDirectly,
  chatInput,
  makeAdmin,
  requestCounts,
  requestGroup,
  requestLink,
} from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let admin: TestAccount
let bot: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann', about: 'I like birds' })
  admin = await w.createUser({ firstName: 'Admin' })
  bot = await w.createBot()
})
afterEach(() => w.close())

/** What a unit that ends with INVITE_REQUEST_SENT told. */
async function told(work: () => Promise<unknown>): Promise<DomainEvent[]> {
  const events: DomainEvent[] = []
  const stop = w.domain.listen((commit) => events.push(...commit.events))
  await work()
  stop()
  return events
}

describe('a new request', () => {
  it('is told to persons and bots who may answer it, and to nobody else', async () => {
    const chat = await w.supergroup(owner)
    const [deaf, mute] = [await w.createUser(), await w.createBot()]
    for (const one of [admin, bot, deaf, mute]) await makeAdmin(w, chat, owner, one)
    for (const one of [deaf, mute]) await w.standing(chat, one, adminOf('banUsers'))
    const invite = await requestLink(w, chat, owner)
    const qts = await w.unit(async (u) => (await u.db.users.byId(bot.id))?.qts ?? 0)
    const events = await told(() => askByLink(w, ann, invite))
    expect(heard(events)).toEqual([
      `bot ${bot.id}:joinRequested`,
      `${owner.id}:pendingRequests`,
      `${admin.id}:pendingRequests`,
    ])
    expect(events[0]).toMatchObject({
      pts: qts + 1,
      ptsCount: 1,
      update: {
        chatId: chat.id,
        userId: ann.id,
        about: 'I like birds',
        inviteId: invite.id,
        queryId: null,
      },
    })
  })

  it('is told once, however often it is made', async () => {
    const chat = await w.supergroup(owner)
    const invite = await requestLink(w, chat, owner)
    await askByLink(w, ann, invite)
    expect(await told(() => askByLink(w, ann, invite))).toEqual([])
    const other = await requestLink(w, chat, owner)
    expect(await askByLink(w, ann, other)).toBe('INVITE_REQUEST_SENT')
    expect(await requestCounts(w, chat)).toMatchObject({
      rows: 1,
      pending: 1,
      requests: [{ inviteId: invite.id }],
    })
  })

  it('needs no link in a public group that asks for approval', async () => {
    const chat = await requestGroup(w, owner)
    await makeAdmin(w, chat, owner, bot)
    const events = await told(() => askDirectly(w, ann, chat))
    expect(events[0]).toMatchObject({ update: { kind: 'joinRequested', inviteId: null } })
    expect(await askDirectly(w, ann, chat)).toBe('INVITE_REQUEST_SENT')
    expect(await askDirectly(w, owner, chat)).toBe('USER_ALREADY_PARTICIPANT')
    await w.standing(chat, bot, { status: 'banned' })
    expect(await askDirectly(w, bot, chat)).toBe('CHANNEL_PRIVATE')
  })

  it('is replayed to a bot by its qts, and to a person by the time', async () => {
    const chat = await w.supergroup(owner)
    await makeAdmin(w, chat, owner, bot)
    const states = await w.unit(async (u) => ({
      bot: await u.db.users.byId(bot.id),
      owner: await u.db.users.byId(owner.id),
      now: u.now,
    }))
    w.clock.advance(10)
    await askByLink(w, ann, await requestLink(w, chat, owner))
    const since = (row = states.owner) => ({
      pts: row?.pts ?? 0,
      qts: row?.qts ?? 0,
      date: states.now + 1,
    })
    const forBot = await w.unit((u) => difference(u, bot.caller, since(states.bot)))
    expect(forBot).toMatchObject({
      events: [{ to: 'bot', update: { kind: 'joinRequested', userId: ann.id } }],
    })
    const forOwner = await w.unit((u) => difference(u, owner.caller, since()))
    expect(forOwner).toMatchObject({ events: [{ update: { kind: 'pendingRequests' } }] })
  })
})

it('counts all requests and names the newest three', async () => {
  const chat = await requestGroup(w, owner)
  const ids: number[] = []
  for (let i = 0; i < 5; i++) {
    const who = await w.createUser()
    ids.unshift(who.id)
    w.clock.advance(1)
    await askDirectly(w, who, chat)
  }
  const current = await w.chat(chat.id)
  expect(await w.unit((u) => pendingRequests(u, current))).toEqual({
    pending: 5,
    recent: ids.slice(0, 3),
  })
})

it('a migrated basic group keeps its requests', async () => {
  const group = await w.group(owner)
  const invite = await requestLink(w, group, owner)
  await askByLink(w, ann, invite)
  const { id } = await w.unit((u) => migrateChat(u, owner.caller, group.id))
  expect(await requestCounts(w, { id })).toMatchObject({ rows: 1, pending: 1 })
  expect(await requestCounts(w, group)).toMatchObject({ rows: 0, pending: 0 })
  const chat = await w.chat(id)
  await w.unit((u) =>
    hideJoinRequest(u, owner.caller, chatInput(u, owner, chat), userInput(u, owner, ann), true),
  )
  expect(await w.member(chat, ann)).toMatchObject({ viaRequest: 1, inviteId: invite.id })
  expect(await requestCounts(w, chat)).toMatchObject({ rows: 0, pending: 0 })
})

it('a unit whose request was stored is kept, though it ends with an error', async () => {
  const chat = await w.supergroup(owner)
  const invite = await requestLink(w, chat, owner)
  const work = w.unit((u) => requestToJoin(u, ann.caller, chat, invite))
  await expect(work).rejects.toMatchObject({ type: 'INVITE_REQUEST_SENT', keepsUnit: true })
  const again = w.unit((u) => importInvite(u, ann.caller, invite.hash))
  await expect(again).rejects.toMatchObject({ type: 'INVITE_REQUEST_SENT' })
  expect(await requestCounts(w, chat)).toMatchObject({ rows: 1, pending: 1 })
})
