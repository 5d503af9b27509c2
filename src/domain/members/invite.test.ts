import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Unit } from '../context.ts'
import {
  adminOf,
  bannedMask,
  channelInput,
  createChatWorld,
  heard,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import type { TestAccount } from '../testing.ts'
import { addChatUser, inviteToChannel } from './invite.ts'
import { joinPublic } from './join-public.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld({ channelMembersByHand: 3, basicGroupMembers: 3 })
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
})
afterEach(() => w.close())

const invite =
  (chat: ChatRow, actor: TestAccount, ...users: TestAccount[]) =>
  (u: Unit) =>
    inviteToChannel(
      u,
      actor.caller,
      channelInput(u, actor, chat),
      users.map((one) => userInput(u, actor, one)),
    )

describe('inviting to a supergroup', () => {
  it('is open to members, until that is taken from all or from the one', async () => {
    const eve = await w.createUser()
    const chat = await w.supergroup(owner, ann)
    await w.unit(invite(chat, ann, bob))
    expect(await w.member(chat, bob)).toMatchObject({ status: 'member', inviterId: ann.id })
    await w.standing(chat, ann, { status: 'restricted', bannedRights: bannedMask('inviteUsers') })
    expect(await w.refusal(invite(chat, ann, eve))).toBe('CHAT_ADMIN_REQUIRED')
    await w.unit((u) =>
      u.db.chats.update(chat.id, { defaultBannedRights: bannedMask('inviteUsers') }),
    )
    expect(await w.refusal(invite(chat, bob, eve))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, bob, adminOf('banUsers'))
    expect(await w.refusal(invite(chat, bob, eve))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, bob, adminOf('inviteUsers'))
    expect(await w.refusal(invite(chat, bob, eve))).toBe('none')
  })

  it('leaves those alone who are in, and names the others once', async () => {
    const chat = await w.supergroup(owner, ann)
    const events = await w.events(invite(chat, owner, ann, bob, bob, owner))
    expect(heard(events)).toEqual([`${bob.id}:channel`, 'channel:newMessage'])
    expect(await w.counts(chat)).toEqual({ rows: 3, count: 3 })
    expect(heard(await w.events(invite(chat, owner, ann)))).toEqual([])
  })

  it('brings a banned user back only by who may lift bans', async () => {
    const chat = await w.supergroup(owner, ann, bob)
    await w.standing(chat, bob, { status: 'banned', bannedRights: bannedMask('viewMessages') })
    await w.unit((u) => u.db.chats.freePlace(chat.id))
    expect(await w.refusal(invite(chat, ann, bob))).toBe('USER_KICKED')
    await w.unit(invite(chat, owner, bob))
    expect(await w.member(chat, bob)).toMatchObject({ status: 'member', bannedRights: 0 })
  })

  it('is refused from outside, with a foreign hash, and for users whose hash is wrong', async () => {
    const chat = await w.supergroup(owner, ann)
    expect(await w.refusal(invite(chat, bob, bob))).toBe('CHANNEL_PRIVATE')
    const foreign = (u: Unit) => inviteToChannel(u, ann.caller, channelInput(u, owner, chat), [])
    expect(await w.refusal(foreign)).toBe('CHANNEL_INVALID')
    const badUser = (u: Unit) =>
      inviteToChannel(u, ann.caller, channelInput(u, ann, chat), [userInput(u, owner, bob)])
    expect(await w.refusal(badUser)).toBe('USER_ID_INVALID')
  })

  it('lets nobody in when one of the users is refused', async () => {
    const chat = await w.supergroup(owner)
    await w.unit((u) => u.db.users.update(bob.id, { deleted: 1 }))
    expect(await w.refusal(invite(chat, owner, ann, bob))).toBe('INPUT_USER_DEACTIVATED')
    expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
  })
})

describe('inviting to a broadcast channel', () => {
  it('needs an admin with the right', async () => {
    const chat = await w.channel(owner, ann)
    expect(await w.refusal(invite(chat, ann, bob))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, ann, adminOf('inviteUsers'))
    expect(heard(await w.events(invite(chat, ann, bob)))).toEqual([`${bob.id}:channel`])
  })

  it('takes people by hand only while it is small', async () => {
    const eve = await w.createUser()
    const chat = await w.channel(owner, ann)
    expect(await w.refusal(invite(chat, owner, bob, eve))).toBe('USERS_TOO_MUCH')
    expect(await w.refusal(invite(chat, owner, bob))).toBe('none')
  })
})

describe('adding to a basic group', () => {
  const add = (chat: ChatRow, actor: TestAccount, user: TestAccount) => (u: Unit) =>
    addChatUser(u, actor.caller, chat.id, userInput(u, actor, user))

  it('is open to members unless taken from all, and puts removed users back', async () => {
    const chat = await w.group(owner, ann)
    await w.unit(add(chat, ann, bob))
    await w.standing(chat, bob, { status: 'banned' })
    await w.unit((u) => u.db.chats.freePlace(chat.id))
    await w.unit(add(chat, ann, bob))
    expect((await w.member(chat, bob)).status).toBe('member')
    await w.unit((u) =>
      u.db.chats.update(chat.id, { defaultBannedRights: bannedMask('inviteUsers') }),
    )
    const eve = await w.createUser()
    expect(await w.refusal(add(chat, ann, eve))).toBe('CHAT_ADMIN_REQUIRED')
  })

  it('ends at its size', async () => {
    const eve = await w.createUser()
    const chat = await w.group(owner, ann, bob)
    expect(await w.refusal(add(chat, owner, eve))).toBe('USERS_TOO_MUCH')
    expect(await w.counts(chat)).toEqual({ rows: 3, count: 3 })
  })

  it('is refused for members, by strangers, by who left, and in a deactivated group', async () => {
    const chat = await w.group(owner, ann)
    expect(await w.refusal(add(chat, owner, ann))).toBe('USER_ALREADY_PARTICIPANT')
    expect(await w.refusal(add(chat, bob, bob))).toBe('CHAT_ID_INVALID')
    await w.standing(chat, ann, { status: 'left' })
    expect(await w.refusal(add(chat, ann, bob))).toBe('CHAT_WRITE_FORBIDDEN')
    await w.unit((u) => u.db.chats.update(chat.id, { deleted: 1 }))
    expect(await w.refusal(add(chat, owner, bob))).toBe('CHAT_WRITE_FORBIDDEN')
    expect(await w.refusal(add(chat, ann, ann))).toBe('CHAT_WRITE_FORBIDDEN')
  })
})

describe('joining a public chat', () => {
  const join = (chat: ChatRow, who: TestAccount) => (u: Unit) =>
    joinPublic(u, who.caller, channelInput(u, who, chat))

  it('needs a public name, unless the creator comes back', async () => {
    const chat = await w.supergroup(owner)
    expect(await w.refusal(join(chat, ann))).toBe('CHANNEL_PRIVATE')
    await w.standing(chat, owner, { status: 'left' })
    await w.unit((u) => u.db.chats.freePlace(chat.id))
    await w.unit(join(chat, owner))
    expect((await w.member(chat, owner)).status).toBe('creator')
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    const events = await w.events(join(chat, ann))
    expect(heard(events)).toEqual([`${ann.id}:channel`, 'channel:newMessage'])
    expect(await w.member(chat, ann)).toMatchObject({ inviterId: ann.id, inviteId: null })
  })

  it('is refused to members and to the banned', async () => {
    const chat = await w.supergroup(owner, ann, bob)
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    await w.standing(chat, bob, { status: 'banned', bannedRights: bannedMask('viewMessages') })
    expect(await w.refusal(join(chat, ann))).toBe('USER_ALREADY_PARTICIPANT')
    expect(await w.refusal(join(chat, bob))).toBe('CHANNEL_PRIVATE')
  })
})
