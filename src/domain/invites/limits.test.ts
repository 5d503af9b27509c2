import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Limits } from '../../core/limits.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { NewInvite } from '../../store/tables/invites.ts'
import { createChatWorld, type ChatWorld } from '../chats/testing.ts'
import type { TestAccount } from '../testing.ts'
import { findInvite } from './check.ts'
import { importInvite } from './import.ts'
import { newInvite } from './primary.ts'

let w: ChatWorld
let folder: string | undefined

afterEach(async () => {
  await w.close()
  if (folder !== undefined) rmSync(folder, { recursive: true })
  folder = undefined
})

async function world(limits: Partial<Limits> = {}, onDisk = false): Promise<TestAccount> {
  if (onDisk) folder = mkdtempSync(join(tmpdir(), 'localgram-limits-'))
  w = await createChatWorld(limits, folder === undefined ? {} : { file: join(folder, 'db') })
  return w.createUser()
}

async function link(
  chat: ChatRow,
  admin: TestAccount,
  patch: Partial<NewInvite> = {},
): Promise<string> {
  return w.unit(async (u) => {
    const invite = { ...newInvite(u, chat, admin.id), ...patch }
    return (await u.db.invites.insert(invite)).hash
  })
}

function users(count: number): Promise<TestAccount[]> {
  return Promise.all(Array.from({ length: count }, () => w.createUser()))
}

const joining = (hash: string, who: TestAccount) =>
  w.refusal((u) => importInvite(u, who.caller, hash))

/** How often each outcome came, all at once. */
async function outcomes(all: readonly Promise<string>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const one of await Promise.all(all)) counts[one] = (counts[one] ?? 0) + 1
  return counts
}

describe('joining by one link at once', () => {
  it('admits exactly as many as the link is for, on a database in a file', async () => {
    const owner = await world({}, true)
    const chat = await w.supergroup(owner)
    const hash = await link(chat, owner, { usageLimit: 50 })
    const guests = await users(200)
    expect(await outcomes(guests.map((one) => joining(hash, one)))).toEqual({
      none: 50,
      INVITE_HASH_EXPIRED: 150,
    })
    expect(await w.counts(chat)).toEqual({ rows: 51, count: 51 })
    expect((await w.unit((u) => u.db.invites.byHash(hash)))?.usage).toBe(50)
  })

  it('admits an account once, however often it tries, and takes one use', async () => {
    const owner = await world()
    const chat = await w.supergroup(owner)
    const hash = await link(chat, owner, { usageLimit: 5 })
    const [guest] = (await users(1)) as [TestAccount]
    expect(await outcomes(Array.from({ length: 20 }, () => joining(hash, guest)))).toEqual({
      none: 1,
      USER_ALREADY_PARTICIPANT: 19,
    })
    expect((await w.unit((u) => u.db.invites.byHash(hash)))?.usage).toBe(1)
  })

  it.each([
    ['group', { basicGroupMembers: 3 }],
    ['supergroup', { supergroupMembers: 3 }],
    ['channel', { channelMembers: 3 }],
  ] as const)(
    'fills a %s to its last place and gives the other uses back',
    async (kind, limits) => {
      const owner = await world(limits)
      const chat = await w[kind](owner)
      const hash = await link(chat, owner)
      const guests = await users(6)
      expect(await outcomes(guests.map((one) => joining(hash, one)))).toEqual({
        none: 2,
        USERS_TOO_MUCH: 4,
      })
      expect(await w.counts(chat)).toEqual({ rows: 3, count: 3 })
      expect((await w.unit((u) => u.db.invites.byHash(hash)))?.usage).toBe(2)
    },
  )

  it('keeps an account within the channels that it may be in', async () => {
    const owner = await world({ channelsPerUser: 4, channelsPerPremiumUser: 6 })
    const [plain, premium] = (await users(2)) as [TestAccount, TestAccount]
    await w.unit((u) => u.db.users.update(premium.id, { premium: 1 }))
    const hashes: string[] = []
    for (let i = 0; i < 4; i++) {
      hashes.push(await link(await w.channel(owner), owner))
    }
    const more = await w.createUser()
    for (let i = 0; i < 4; i++) {
      hashes.push(await link(await w.supergroup(more), more))
    }
    expect(await outcomes(hashes.map((hash) => joining(hash, plain)))).toEqual({
      none: 4,
      CHANNELS_TOO_MUCH: 4,
    })
    expect(await outcomes(hashes.map((hash) => joining(hash, premium)))).toEqual({
      none: 6,
      CHANNELS_TOO_MUCH: 2,
    })
    const group = await link(await w.group(owner), owner)
    expect(await joining(group, plain)).toBe('none')
  })
})

describe('guessing links', () => {
  const LIMITS = { inviteGuesses: 3, inviteGuessSeconds: 60 }
  const wrong = (i: number) => `AbCdEfGh_-12345${i}`
  const looking = (hash: string, who: TestAccount) =>
    w.refusal((u) => findInvite(u, who.caller, hash))

  it('has an account wait for the end of the time in which it guessed', async () => {
    const owner = await world(LIMITS)
    const hash = await link(await w.supergroup(owner), owner)
    const [guest] = (await users(1)) as [TestAccount]
    expect(await looking(wrong(0), guest)).toBe('INVITE_HASH_EXPIRED')
    w.clock.advance(10)
    expect(await joining(wrong(1), guest)).toBe('INVITE_HASH_EXPIRED')
    expect(await looking(wrong(2), guest)).toBe('INVITE_HASH_EXPIRED')
    expect(await looking(wrong(3), guest)).toBe('FLOOD_WAIT_50')
    // A link that exists must not look different from one that does not.
    expect(await joining(hash, guest)).toBe('FLOOD_WAIT_50')
    w.clock.advance(49)
    expect(await joining(hash, guest)).toBe('FLOOD_WAIT_1')
    w.clock.advance(1)
    expect(await joining(hash, guest)).toBe('none')
  })

  it('is answered by FLOOD_WAIT with code 420 and the seconds as its value', async () => {
    const owner = await world({ ...LIMITS, inviteGuesses: 1 })
    await looking(wrong(0), owner)
    const refused = w.unit((u) => findInvite(u, owner.caller, wrong(1)))
    await expect(refused).rejects.toMatchObject({ type: 'FLOOD_WAIT_%d', code: 420, value: 60 })
  })

  it('is a matter of each account alone', async () => {
    const owner = await world(LIMITS)
    const [guesser, other] = (await users(2)) as [TestAccount, TestAccount]
    for (let i = 0; i < 3; i++) await looking(wrong(i), guesser)
    expect(await looking(wrong(3), guesser)).toBe('FLOOD_WAIT_60')
    expect(await looking(wrong(3), other)).toBe('INVITE_HASH_EXPIRED')
    const hash = await link(await w.supergroup(owner), owner)
    expect(await joining(hash, other)).toBe('none')
  })

  it('is neither looking at links that exist, in force or not, nor at what is no hash', async () => {
    const owner = await world(LIMITS)
    const chat = await w.supergroup(owner)
    const [guest] = (await users(1)) as [TestAccount]
    const good = await link(chat, owner)
    const revoked = await link(chat, owner, { revoked: 1 })
    for (let i = 0; i < 10; i++) {
      expect(await looking(good, guest)).toBe('none')
      expect(await looking(revoked, guest)).toBe('INVITE_HASH_EXPIRED')
      expect(await looking('no hash!', guest)).toBe('INVITE_HASH_INVALID')
      expect(await looking('', guest)).toBe('INVITE_HASH_EMPTY')
    }
    expect(await looking(wrong(0), guest)).toBe('INVITE_HASH_EXPIRED')
  })

  it('is forgotten when the server is emptied', async () => {
    const owner = await world({ ...LIMITS, inviteGuesses: 1 })
    await looking(wrong(0), owner)
    expect(await looking(wrong(0), owner)).toBe('FLOOD_WAIT_60')
    w.domain.forget()
    expect(await looking(wrong(0), owner)).toBe('INVITE_HASH_EXPIRED')
  })
})
