import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { BASIC_GROUP_ADMIN_RIGHTS } from '../chats/rights.ts'
import type { Unit } from '../context.ts'
import { ensurePrimary } from '../invites/primary.ts'
import {
  adminMask,
  adminOf,
  bannedMask,
  channelInput,
  createChatWorld,
  heard,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import type { TestAccount } from '../testing.ts'
import { editAdmin, editChatAdmin } from './promote.ts'

const INVITE = adminMask('inviteUsers')

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld({ adminsPerChat: 2 })
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
})
afterEach(() => w.close())

const promote =
  (chat: ChatRow, actor: TestAccount, target: TestAccount, mask: number, rank?: string) =>
  (u: Unit) => {
    const channel = channelInput(u, actor, chat)
    return editAdmin(u, actor.caller, channel, userInput(u, actor, target), mask, rank)
  }

describe('promoting in a channel or supergroup', () => {
  it('makes a member an admin with exactly the rights given, and tells them and the promoter', async () => {
    const chat = await w.supergroup(owner, ann, bob)
    const events = await w.events(promote(chat, owner, ann, INVITE, 'boss'))
    expect(heard(events)).toEqual([`${ann.id}:channel`, `${owner.id}:channel`])
    expect(await w.member(chat, ann)).toMatchObject({
      status: 'admin',
      adminRights: INVITE,
      promotedBy: owner.id,
      rank: 'boss',
    })
  })

  it('drops rights that mean nothing there', async () => {
    const group = await w.supergroup(owner, ann)
    await w.unit(promote(group, owner, ann, adminMask('postMessages', 'pinMessages')))
    expect((await w.member(group, ann)).adminRights).toBe(adminMask('pinMessages'))
    const channel = await w.channel(owner, ann)
    await w.unit(promote(channel, owner, ann, adminMask('postMessages', 'pinMessages')))
    expect((await w.member(channel, ann)).adminRights).toBe(adminMask('postMessages'))
  })

  it('keeps the title where none is given, and replaces it by an empty one', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.unit(promote(chat, owner, ann, INVITE, 'boss'))
    await w.unit(promote(chat, owner, ann, adminMask('banUsers')))
    expect((await w.member(chat, ann)).rank).toBe('boss')
    await w.unit(promote(chat, owner, ann, INVITE, ''))
    expect((await w.member(chat, ann)).rank).toBe('')
  })

  it('grants nothing that the promoter lacks', async () => {
    const chat = await w.supergroup(owner, ann, bob)
    await w.standing(chat, ann, adminOf('addAdmins', 'inviteUsers'))
    expect(await w.refusal(promote(chat, ann, bob, adminMask('banUsers')))).toBe('RIGHT_FORBIDDEN')
    expect(await w.refusal(promote(chat, ann, bob, adminMask('inviteUsers', 'other')))).toBe('none')
  })

  it('needs the right to add admins', async () => {
    const chat = await w.supergroup(owner, ann, bob)
    expect(await w.refusal(promote(chat, ann, bob, INVITE))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, ann, adminOf('inviteUsers'))
    expect(await w.refusal(promote(chat, ann, bob, INVITE))).toBe('CHAT_ADMIN_REQUIRED')
  })

  it('changes only admins whom the caller promoted, the creator all', async () => {
    const eve = await w.createUser()
    const chat = await w.supergroup(owner, ann, bob, eve)
    await w.standing(chat, ann, adminOf('addAdmins', 'inviteUsers'))
    await w.standing(chat, bob, { ...adminOf('inviteUsers'), promotedBy: owner.id })
    expect(await w.refusal(promote(chat, ann, bob, INVITE))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await w.refusal(promote(chat, ann, bob, 0))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, bob, { promotedBy: ann.id })
    expect(await w.refusal(promote(chat, ann, bob, 0))).toBe('none')
    expect(await w.refusal(promote(chat, owner, ann, INVITE))).toBe('none')
  })

  it('ends at the number of admins', async () => {
    const eve = await w.createUser()
    const chat = await w.supergroup(owner, ann, bob, eve)
    await w.unit(promote(chat, owner, ann, INVITE))
    await w.unit(promote(chat, owner, bob, INVITE))
    expect(await w.refusal(promote(chat, owner, eve, INVITE))).toBe('ADMINS_TOO_MUCH')
    expect(await w.refusal(promote(chat, owner, ann, adminMask('banUsers')))).toBe('none')
  })

  it('refuses titles that are too long or hold emoji', async () => {
    const chat = await w.supergroup(owner, ann)
    expect(await w.refusal(promote(chat, owner, ann, INVITE, 'x'.repeat(17)))).toBe(
      'ADMIN_RANK_INVALID',
    )
    expect(await w.refusal(promote(chat, owner, ann, INVITE, 'boss 👑'))).toBe(
      'ADMIN_RANK_EMOJI_NOT_ALLOWED',
    )
    expect(await w.refusal(promote(chat, owner, ann, INVITE, 'ж'.repeat(16)))).toBe('none')
  })

  it('frees a restricted member', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.standing(chat, ann, { status: 'restricted', bannedRights: bannedMask('sendMessages') })
    await w.unit(promote(chat, owner, ann, INVITE))
    expect(await w.member(chat, ann)).toMatchObject({ status: 'admin', bannedRights: 0 })
  })
})

describe('somebody who is not in the chat', () => {
  it('gets in as an admin, in one step for bots that listen', async () => {
    const bot = await w.createBot()
    const chat = await w.channel(owner)
    const events = await w.events(promote(chat, owner, bot, INVITE))
    expect(await w.member(chat, bot)).toMatchObject({ status: 'admin', adminRights: INVITE })
    expect(await w.counts(chat)).toEqual({ rows: 2, count: 2 })
    const told = events.filter((event) => event.to === 'bot')
    expect(told).toHaveLength(1)
    expect(told[0]?.update).toMatchObject({
      prev: null,
      next: { status: 'admin' },
      actorId: owner.id,
    })
  })

  it('needs that the promoter may invite, and may lift a ban', async () => {
    const eve = await w.createUser()
    const chat = await w.supergroup(owner, ann, eve)
    await w.standing(chat, ann, adminOf('addAdmins'))
    const other = adminMask('other')
    expect(await w.refusal(promote(chat, ann, bob, other))).toBe('CHAT_ADMIN_INVITE_REQUIRED')
    await w.standing(chat, ann, adminOf('addAdmins', 'inviteUsers'))
    await w.standing(chat, eve, { status: 'banned', bannedRights: bannedMask('viewMessages') })
    expect(await w.refusal(promote(chat, ann, eve, other))).toBe('USER_BLOCKED')
    expect(await w.refusal(promote(chat, ann, bob, other))).toBe('none')
  })
})

describe('demoting', () => {
  it('leaves a member, whose links stay in force', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.unit(promote(chat, owner, ann, INVITE, 'boss'))
    const invite = await w.unit((u) => ensurePrimary(u, chat, ann.id))
    await w.unit(promote(chat, owner, ann, 0))
    expect(await w.member(chat, ann)).toMatchObject({
      status: 'member',
      adminRights: 0,
      rank: '',
    })
    expect((await w.unit((u) => u.db.invites.byHash(invite.hash)))?.revoked).toBe(0)
  })

  it('is open to an admin for themself', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.standing(chat, ann, { ...adminOf('inviteUsers'), promotedBy: owner.id })
    await w.unit(promote(chat, ann, ann, 0))
    expect((await w.member(chat, ann)).status).toBe('member')
  })

  it('of somebody who never was there does not show them the chat', async () => {
    const chat = await w.supergroup(owner)
    expect(heard(await w.events(promote(chat, owner, ann, 0)))).toEqual([`${owner.id}:channel`])
  })

  it('of who is no admin changes nothing', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.unit(promote(chat, owner, ann, 0))
    await w.unit(promote(chat, owner, bob, 0))
    expect((await w.member(chat, ann)).status).toBe('member')
    expect(await w.counts(chat)).toEqual({ rows: 2, count: 2 })
  })
})

it('lets only the creator edit the creator: the title, and whether to be anonymous', async () => {
  const chat = await w.supergroup(owner, ann)
  await w.standing(chat, ann, adminOf('addAdmins'))
  expect(await w.refusal(promote(chat, ann, owner, INVITE))).toBe('USER_CREATOR')
  const before = (await w.member(chat, owner)).adminRights
  await w.unit(promote(chat, owner, owner, adminMask('anonymous'), 'founder'))
  expect(await w.member(chat, owner)).toMatchObject({
    status: 'creator',
    rank: 'founder',
    adminRights: before | adminMask('anonymous'),
  })
})

describe('admins of a basic group', () => {
  const set =
    (chat: ChatRow, actor: TestAccount, target: TestAccount, admin: boolean) => (u: Unit) =>
      editChatAdmin(u, actor.caller, chat.id, userInput(u, actor, target), admin)

  it('are made and unmade by the creator, which everybody there hears', async () => {
    const chat = await w.group(owner, ann, bob)
    const events = await w.events(set(chat, owner, ann, true))
    const ids = [owner, ann, bob].map((one) => one.id)
    expect(heard(events)).toEqual(ids.map((id) => `${id}:chatParticipants`))
    expect(await w.member(chat, ann)).toMatchObject({
      status: 'admin',
      adminRights: BASIC_GROUP_ADMIN_RIGHTS,
    })
    expect((await w.chat(chat.id)).version).toBe(2)
    await w.unit(set(chat, owner, ann, false))
    expect(await w.member(chat, ann)).toMatchObject({ status: 'member', adminRights: 0 })
  })

  it('stay as they are when nothing changes', async () => {
    const chat = await w.group(owner, ann)
    expect(await w.events(set(chat, owner, ann, false))).toEqual([])
  })

  it('are not made by others, of others, or of the creator', async () => {
    const chat = await w.group(owner, ann)
    expect(await w.refusal(set(chat, ann, ann, true))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await w.refusal(set(chat, owner, bob, true))).toBe('USER_NOT_PARTICIPANT')
    expect(await w.refusal(set(chat, owner, owner, true))).toBe('USER_ID_INVALID')
    expect(await w.refusal(set(chat, bob, ann, true))).toBe('CHAT_ID_INVALID')
  })
})
