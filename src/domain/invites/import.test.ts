import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { NewInvite } from '../../store/tables/invites.ts'
import { createChatWorld, type ChatWorld } from '../chats/testing.ts'
import { TEST_NOW, type TestAccount } from '../testing.ts'
import { findInvite } from './check.ts'
import { importInvite } from './import.ts'
import { newInvite } from './primary.ts'

let w: ChatWorld
let owner: TestAccount
let guest: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser()
  guest = await w.createUser({ about: 'I like birds' })
})
afterEach(() => w.close())

async function link(chat: ChatRow, patch: Partial<NewInvite> = {}): Promise<string> {
  return w.unit(async (u) => {
    const invite = { ...newInvite(u, chat, owner.id), ...patch }
    return (await u.db.invites.insert(invite)).hash
  })
}
const joining =
  (hash: string, who = guest) =>
  (u: Parameters<typeof importInvite>[0]) =>
    importInvite(u, who.caller, hash)

describe('joining by a link', () => {
  it.each(['group', 'supergroup', 'channel'] as const)(
    'brings the guest into a %s and counts the use',
    async (kind) => {
      const chat = await w[kind](owner)
      const hash = await link(chat)
      await w.unit(joining(hash))
      const invite = await w.unit((u) => u.db.invites.byHash(hash))
      expect(invite).toMatchObject({ usage: 1 })
      expect(await w.member(chat, guest)).toMatchObject({
        status: 'member',
        inviterId: owner.id,
        inviteId: invite?.id,
      })
      expect(await w.counts(chat)).toEqual({ rows: 2, count: 2 })
      expect(await w.refusal(joining(hash))).toBe('USER_ALREADY_PARTICIPANT')
    },
  )

  it('never passes the usage limit, however many come at once', async () => {
    const hash = await link(await w.supergroup(owner), { usageLimit: 5 })
    const guests: TestAccount[] = []
    for (let i = 0; i < 20; i++) guests.push(await w.createUser())
    const outcomes = await Promise.all(guests.map((one) => w.refusal(joining(hash, one))))
    expect(outcomes.filter((one) => one === 'none')).toHaveLength(5)
    expect(outcomes.filter((one) => one === 'INVITE_HASH_EXPIRED')).toHaveLength(15)
  })

  it.each([
    ['', 'INVITE_HASH_EMPTY'],
    ['no hash!', 'INVITE_HASH_INVALID'],
    ['AbCdEfGh_-123456', 'INVITE_HASH_EXPIRED'],
  ])('by %j is refused with %s', async (hash, error) => {
    expect(await w.refusal(joining(hash))).toBe(error)
  })

  it.each([
    ['revoked', { revoked: 1 }],
    ['expired', { expireDate: TEST_NOW }],
    ['used up', { usageLimit: 2, usage: 2 }],
  ] as const)('is refused by a link that is %s', async (_what, patch) => {
    expect(await w.refusal(joining(await link(await w.group(owner), patch)))).toBe(
      'INVITE_HASH_EXPIRED',
    )
  })

  it('is refused to somebody who is banned, and in a chat that is gone', async () => {
    const chat = await w.supergroup(owner, guest)
    const hash = await link(chat)
    await w.standing(chat, guest, { status: 'banned' })
    expect(await w.refusal(joining(hash))).toBe('INVITE_HASH_EXPIRED')
    await w.unit((u) => u.db.chats.update(chat.id, { deleted: 1 }))
    expect(await w.refusal(joining(hash, await w.createUser()))).toBe('INVITE_HASH_EXPIRED')
  })

  it('becomes a request where the link says so, which stays when asked again', async () => {
    const chat = await w.channel(owner)
    const hash = await link(chat, { requestNeeded: 1 })
    expect(await w.refusal(joining(hash))).toBe('INVITE_REQUEST_SENT')
    expect(await w.refusal(joining(hash))).toBe('INVITE_REQUEST_SENT')
    const kept = await w.unit(async (u) => ({
      request: await u.db.invites.request(chat.id, guest.id),
      chat: await u.db.chats.byId(chat.id),
      invite: await u.db.invites.byHash(hash),
    }))
    expect(kept).toMatchObject({
      request: { inviteId: kept.invite?.id, about: 'I like birds' },
      chat: { requestsPending: 1 },
      invite: { requested: 1, usage: 0 },
    })
  })

  it('costs Stars in a private channel and nothing in a public one', async () => {
    const chat = await w.channel(owner)
    const hash = await link(chat, { subscriptionPeriod: 2_592_000, subscriptionAmount: 5 })
    expect(await w.refusal(joining(hash))).toBe('STARS_PAYMENT_REQUIRED')
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'now_public' }))
    expect(await w.refusal(joining(hash))).toBe('none')
  })
})

describe('looking at a link', () => {
  it('finds the chat as a member, also by a link that is no longer in force', async () => {
    const hash = await link(await w.group(owner), { revoked: 1 })
    expect(await w.unit((u) => findInvite(u, owner.caller, hash))).toMatchObject({ already: true })
    expect(await w.refusal((u) => findInvite(u, guest.caller, hash))).toBe('INVITE_HASH_EXPIRED')
  })
})
