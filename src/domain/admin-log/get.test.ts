import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { editTitle } from '../chats/edit.ts'
import {
  adminOf,
  bannedMask,
  channelInput,
  createChatWorld,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import { importInvite } from '../invites/import.ts'
import { ensurePrimary } from '../invites/primary.ts'
import { leaveChannel } from '../members/leave.ts'
import type { TestAccount } from '../testing.ts'
import type { AdminLogEvent, AdminLogQuery } from './get.ts'
import { logAdminEvent } from './log.ts'
import { askLog, inChannel, logOf, storedLog } from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob', lastName: 'Fisher' })
})
afterEach(() => w.close())

const kinds = (events: readonly AdminLogEvent[]) => events.map((one) => one.action.kind)

describe('asking for the admin log', () => {
  let chat: ChatRow

  beforeEach(async () => {
    chat = await w.supergroup(owner, ann, bob)
    await w.standing(chat, ann, adminOf('changeInfo'))
    const rename = (who: TestAccount, title: string) =>
      inChannel(w, who, chat, (u, input) => editTitle(u, who.caller, input, title))
    await rename(ann, 'Bees')
    await rename(owner, 'Wasps 100%')
    await rename(ann, 'ÉTÉ')
  })

  it('gives the newest events first, between the ids asked for and no more than asked for', async () => {
    const ids = async (query: Partial<AdminLogQuery>) =>
      (await w.unit(askLog(owner, chat, query))).events.map((one) => one.id)
    expect(await ids({})).toEqual([5, 4, 3, 2, 1])
    expect(await ids({ limit: 2 })).toEqual([5, 4])
    expect(await ids({ maxId: 4, limit: 2 })).toEqual([3, 2])
    expect(await ids({ minId: 3 })).toEqual([5, 4])
    expect(await ids({ maxId: 5, minId: 3 })).toEqual([4])
    expect(await ids({ limit: 0 })).toEqual([])
    expect(await ids({ limit: -1 })).toEqual([])
  })

  it('gives a hundred events at most', async () => {
    await w.unit(async (u) => {
      for (let i = 0; i < 150; i++) await note(u, chat)
    })
    expect((await w.unit(askLog(owner, chat, { limit: 1000 }))).events).toHaveLength(100)
  })

  it('gives only what the named accounts did', async () => {
    const by = (...who: TestAccount[]) =>
      w.unit((u) => askLog(owner, chat, { admins: who.map((one) => userInput(u, owner, one)) })(u))
    expect((await by(ann)).events.map((one) => one.userId)).toEqual([ann.id, ann.id])
    expect((await by(ann, owner, ann)).events).toHaveLength(5)
    expect((await by(bob)).events).toEqual([])
    expect((await by()).events).toEqual([])
  })

  it.each([
    ['bees', 2],
    ['été', 1],
    ['00%', 2],
    ['_', 0],
    ['fisher', 1],
    ['ANN', 3],
    ['nobody', 0],
    [' ', 5],
  ])('finds by %j what somebody did, or what it was called', async (search, count) => {
    expect(await logOf(w, owner, chat, { search })).toHaveLength(count)
  })

  it('does not tell by a search which links there are', async () => {
    const invite = await w.unit((u) => ensurePrimary(u, chat, owner.id))
    const eve = await w.createUser({ firstName: 'Eve' })
    await w.unit((u) => importInvite(u, eve.caller, invite.hash))
    expect(await logOf(w, owner, chat, { search: invite.hash.slice(0, 9) })).toEqual([])
  })

  it('shows events by every filter whose bit is asked for, and none by no bit', async () => {
    const shown = async (...bits: number[]) =>
      kinds(
        await logOf(w, owner, chat, { filter: bits.reduce((mask, bit) => mask | (1 << bit), 0) }),
      )
    expect(await shown(9)).toEqual(['changeTitle', 'changeTitle', 'changeTitle'])
    expect(await shown(2)).toEqual(['invite', 'invite'])
    expect(await shown(0, 2, 9)).toHaveLength(5)
    expect(await shown(15)).toEqual([])
    expect(await shown()).toEqual([])
  })

  it('is for admins only', async () => {
    const stranger = await w.createUser()
    expect(await w.refusal(askLog(ann, chat))).toBe('none')
    expect(await w.refusal(askLog(bob, chat))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await w.refusal(askLog(stranger, chat))).toBe('CHANNEL_PRIVATE')
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'the_birds' }))
    expect(await w.refusal(askLog(stranger, chat))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, bob, { status: 'banned', bannedRights: bannedMask('viewMessages') })
    expect(await w.refusal(askLog(bob, chat))).toBe('CHANNEL_PRIVATE')
    await w.unit((u) => leaveChannel(u, owner.caller, channelInput(u, owner, chat)))
    expect(await w.refusal(askLog(owner, chat))).toBe('CHAT_ADMIN_REQUIRED')
  })

  it('is refused for accounts that the caller cannot name, and for too many', async () => {
    const wrong = { kind: 'user', userId: ann.id, accessHash: 1n } as const
    expect(await w.refusal(askLog(owner, chat, { admins: [wrong] }))).toBe('USER_ID_INVALID')
    const many = Array.from({ length: 101 }, () => ({ kind: 'self' }) as const)
    expect(await w.refusal(askLog(owner, chat, { admins: many }))).toBe('USERS_TOO_MUCH')
  })

  it('goes back two days', async () => {
    w.clock.advance(100)
    await inChannel(w, owner, chat, (u, input) => editTitle(u, owner.caller, input, 'New'))
    w.clock.advance(172_800 - 100)
    expect(kinds(await logOf(w, owner, chat))).toEqual(['changeTitle'])
    w.clock.advance(100)
    expect(await logOf(w, owner, chat)).toEqual([])
  })
})

describe('the length of an admin log', () => {
  it('is bounded for each chat by its own option', async () => {
    await w.close()
    w = await createChatWorld({ adminLogPerChat: 40 })
    owner = await w.createUser()
    const [busy, quiet] = [await w.supergroup(owner), await w.supergroup(owner)]
    await w.unit((u) => note(u, quiet))
    for (let i = 0; i < 256; i++) await w.unit((u) => note(u, busy))
    expect((await storedLog(w, busy)).map((row) => row.id)).toEqual(
      Array.from({ length: 40 }, (_, i) => 256 - i),
    )
    expect(await storedLog(w, quiet)).toHaveLength(1)
  })

  it('shrinks by what is older than two days, without giving an id twice', async () => {
    const chat = await w.supergroup(owner)
    for (let i = 0; i < 255; i++) await w.unit((u) => note(u, chat))
    w.clock.advance(200_000)
    await w.unit((u) => note(u, chat))
    expect((await storedLog(w, chat)).map((row) => row.id)).toEqual([256])
    await w.unit((u) => note(u, chat))
    expect((await storedLog(w, chat)).map((row) => row.id)).toEqual([257, 256])
  })
})

/** Adds one event, whatever it is. */
function note(u: Unit, chat: ChatRow): Promise<void> {
  return logAdminEvent(u, chat, chat.creatorId, { kind: 'leave' })
}
