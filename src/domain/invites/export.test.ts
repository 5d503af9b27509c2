import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { createChatWorld, type ChatWorld } from '../chats/testing.ts'
import { ADMIN_RIGHTS, BANNED_RIGHTS, maskOf } from '../chats/rights.ts'
import type { Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import { TEST_NOW, type TestAccount } from '../testing.ts'
import { exportInvite, type ExportOptions } from './export.ts'

const PLAIN: ExportOptions = {
  legacyRevokePermanent: false,
  requestNeeded: false,
  expireDate: undefined,
  usageLimit: undefined,
  title: undefined,
  pricing: undefined,
}
const MONTH = 2_592_000

let w: ChatWorld
let owner: TestAccount
let other: TestAccount

beforeEach(async () => {
  w = await createChatWorld({ invitesPerAdmin: 5 })
  owner = await w.createUser()
  other = await w.createUser()
})
afterEach(() => w.close())

function peer(u: Unit, who: TestAccount, chat: ChatRow): InputPeer {
  if (chat.kind === 'group') return { kind: 'chat', chatId: chat.id }
  return {
    kind: 'channel',
    channelId: chat.id,
    accessHash: u.accessHashes.of(who.id, 'channel', chat.id),
  }
}

const exporting =
  (who: TestAccount, chat: ChatRow, options: Partial<ExportOptions> = {}) =>
  (u: Unit) =>
    exportInvite(u, who.caller, peer(u, who, chat), { ...PLAIN, ...options })

describe('exporting an invite link', () => {
  it('makes an additional link each time, with everything that was asked for', async () => {
    const chat = await w.supergroup(owner)
    const options = { expireDate: TEST_NOW + 60, usageLimit: 99_999, title: 'For friends' }
    const first = await w.unit(exporting(owner, chat, options))
    const second = await w.unit(exporting(owner, chat, options))
    expect(first).toMatchObject({
      ...options,
      permanent: 0,
      revoked: 0,
      adminId: owner.id,
      date: TEST_NOW,
    })
    expect(second.hash).not.toBe(first.hash)
  })

  it('takes 0 for no expiry and no limit', async () => {
    const invite = await w.unit(
      exporting(owner, await w.group(owner), { expireDate: 0, usageLimit: 0 }),
    )
    expect(invite).toMatchObject({ expireDate: null, usageLimit: null })
  })

  it('lets approval win over a limit', async () => {
    const invite = await w.unit(
      exporting(owner, await w.channel(owner), { requestNeeded: true, usageLimit: 5 }),
    )
    expect(invite).toMatchObject({ requestNeeded: 1, usageLimit: null })
  })

  it('cleans a title and cuts it to 32 characters, however they are encoded', async () => {
    const chat = await w.group(owner)
    const title = async (text: string) =>
      (await w.unit(exporting(owner, chat, { title: text }))).title
    expect(await title(' two\n\twords ')).toBe('two words')
    expect(await title('😀'.repeat(40))).toBe('😀'.repeat(32))
    expect(await title('   ')).toBeNull()
  })

  it('replaces the primary link of the caller alone with legacyRevokePermanent, and drops what a primary has not', async () => {
    const chat = await w.supergroup(owner, other)
    await w.standing(chat, other, {
      status: 'admin',
      adminRights: maskOf(ADMIN_RIGHTS, ['inviteUsers']),
    })
    const legacy = { legacyRevokePermanent: true }
    const theirs = await w.unit(exporting(other, chat, legacy))
    const additional = await w.unit(exporting(owner, chat))
    const old = await w.unit((u) => u.db.invites.primary(chat.id, owner.id))
    const fresh = await w.unit(
      exporting(owner, chat, {
        ...legacy,
        expireDate: TEST_NOW + 9,
        usageLimit: 3,
        title: 'x',
        requestNeeded: true,
      }),
    )
    expect(fresh).toMatchObject({
      permanent: 1,
      requestNeeded: 1,
      expireDate: null,
      usageLimit: null,
      title: null,
    })
    const revoked = async (hash = '') => (await w.unit((u) => u.db.invites.byHash(hash)))?.revoked
    expect([
      await revoked(old?.hash),
      await revoked(theirs.hash),
      await revoked(additional.hash),
    ]).toEqual([1, 0, 0])
  })

  it('checks the values also where it drops them', async () => {
    const call = exporting(owner, await w.group(owner), {
      legacyRevokePermanent: true,
      expireDate: 43,
    })
    expect(await w.refusal(call)).toBe('EXPIRE_DATE_INVALID')
  })

  it('bounds the links of one admin, and lets a new primary displace the oldest revoked one', async () => {
    const chat = await w.group(owner)
    for (let i = 0; i < 4; i++) await w.unit(exporting(owner, chat))
    expect(await w.refusal(exporting(owner, chat))).toBe('INVITES_TOO_MUCH')
    const legacy = exporting(owner, chat, { legacyRevokePermanent: true })
    const hashes: string[] = []
    for (let i = 0; i < 3; i++) hashes.push((await w.unit(legacy)).hash)
    expect(await w.unit((u) => u.db.invites.countOf(chat.id, owner.id))).toBe(5)
    expect(await w.unit((u) => u.db.invites.byHash(hashes[0] ?? ''))).toBeUndefined()
    expect(await w.unit((u) => u.db.invites.primary(chat.id, owner.id))).toMatchObject({
      hash: hashes[2],
    })
  })
})

describe('who may export', () => {
  it('is an admin with the right by name; the default right of members to add others is not enough', async () => {
    const chat = await w.supergroup(owner, other)
    expect(chat.defaultBannedRights & (1 << BANNED_RIGHTS.inviteUsers)).toBe(0)
    expect(await w.refusal(exporting(other, chat))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, other, {
      status: 'admin',
      adminRights: maskOf(ADMIN_RIGHTS, ['banUsers']),
    })
    expect(await w.refusal(exporting(other, chat))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, other, {
      status: 'admin',
      adminRights: maskOf(ADMIN_RIGHTS, ['inviteUsers']),
    })
    expect(await w.refusal(exporting(other, chat))).toBe('none')
  })

  it('is nobody in a chat that is gone', async () => {
    const group = await w.group(owner)
    const channel = await w.channel(owner)
    for (const { id } of [group, channel])
      await w.unit((u) => u.db.chats.update(id, { deleted: 1 }))
    expect(await w.refusal(exporting(owner, group))).toBe('CHAT_WRITE_FORBIDDEN')
    expect(await w.refusal(exporting(owner, channel))).toBe('CHANNEL_PRIVATE')
  })

  it.each(['left', 'banned'] as const)('is nobody who is %s', async (status) => {
    const group = await w.group(owner, other)
    const channel = await w.channel(owner, other)
    for (const chat of [group, channel]) await w.standing(chat, other, { status })
    expect(await w.refusal(exporting(other, group))).toBe('CHAT_WRITE_FORBIDDEN')
    expect(await w.refusal(exporting(other, channel))).toBe('CHANNEL_PRIVATE')
  })
})

describe('a price', () => {
  const price = (period: number, amount: number) => ({ pricing: { period, amount } })

  it('is refused for the kind of chat before the period, for the period before the amount', async () => {
    const group = await w.group(owner)
    const supergroup = await w.supergroup(owner)
    const channel = await w.channel(owner)
    expect(await w.refusal(exporting(owner, group, price(30, 0)))).toBe('PRICING_CHAT_INVALID')
    expect(await w.refusal(exporting(owner, supergroup, price(30, 0)))).toBe('PRICING_CHAT_INVALID')
    expect(await w.refusal(exporting(owner, channel, price(0, 0)))).toBe(
      'SUBSCRIPTION_PERIOD_INVALID',
    )
  })

  it.each([0, -1, 10_001])('of %d Stars is refused', async (amount) => {
    expect(await w.refusal(exporting(owner, await w.channel(owner), price(MONTH, amount)))).toBe(
      'PRICING_CHAT_INVALID',
    )
  })

  it('is kept with its period', async () => {
    const invite = await w.unit(exporting(owner, await w.channel(owner), price(MONTH, 10_000)))
    expect(invite).toMatchObject({ subscriptionPeriod: MONTH, subscriptionAmount: 10_000 })
  })
})

describe('a peer', () => {
  it('of every kind that is no chat is refused by its own error', async () => {
    const refusal = (input: InputPeer | ((u: Unit) => InputPeer)) =>
      w.refusal((u) =>
        exportInvite(u, owner.caller, typeof input === 'function' ? input(u) : input, PLAIN),
      )
    const user = (u: Unit): InputPeer => ({
      kind: 'user',
      userId: other.id,
      accessHash: u.accessHashes.of(owner.id, 'user', other.id),
    })
    expect(await refusal({ kind: 'empty' })).toBe('PEER_ID_INVALID')
    expect(await refusal({ kind: 'self' })).toBe('PEER_ID_INVALID')
    expect(await refusal(user)).toBe('PEER_ID_INVALID')
    expect(await refusal({ kind: 'user', userId: other.id, accessHash: 0n })).toBe(
      'PEER_ID_INVALID',
    )
    await w.unit((u) => u.db.users.update(other.id, { deleted: 1 }))
    expect(await refusal(user)).toBe('INPUT_USER_DEACTIVATED')
  })

  it('named by a message leads where the message leads', async () => {
    const group = await w.group(owner, other)
    const key = { boxKind: 'account', boxId: owner.id, peerKind: 'chat', peerId: group.id } as const
    const [message] = await w.unit((u) => u.db.history.before(key, 1 << 30, 1))
    const at = { peer: { kind: 'chat', chatId: group.id } as const, msgId: message?.id ?? 0 }
    const refusal = (input: InputPeer) =>
      w.refusal((u) => exportInvite(u, owner.caller, input, PLAIN))
    expect(await refusal({ kind: 'userFromMessage', ...at, userId: other.id })).toBe(
      'PEER_ID_INVALID',
    )
    expect(await refusal({ kind: 'userFromMessage', ...at, userId: other.id + 999 })).toBe(
      'MSG_ID_INVALID',
    )
    expect(
      await refusal({ kind: 'userFromMessage', ...at, msgId: at.msgId + 1, userId: other.id }),
    ).toBe('MSG_ID_INVALID')
    const bot = await w.createBot()
    const byBot: InputPeer = { kind: 'userFromMessage', ...at, userId: other.id }
    expect(await w.refusal((u) => exportInvite(u, bot.caller, byBot, PLAIN))).toBe(
      'FROM_MESSAGE_BOT_DISABLED',
    )
  })
})
