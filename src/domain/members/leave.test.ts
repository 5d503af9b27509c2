import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
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
import { ensurePrimary } from '../invites/primary.ts'
import type { TestAccount } from '../testing.ts'
import { addChatUser } from './invite.ts'
import { addMember } from './join.ts'
import { deleteChatUser, leaveChannel } from './leave.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
})
afterEach(() => w.close())

const leave = (chat: ChatRow, who: TestAccount) => (u: Parameters<typeof leaveChannel>[0]) =>
  leaveChannel(u, who.caller, channelInput(u, who, chat))

describe('leaving a channel or supergroup', () => {
  it('frees the place and the use of the link by which the member came', async () => {
    const chat = await w.supergroup(owner)
    const invite = await w.unit((u) => ensurePrimary(u, chat, owner.id))
    await w.unit((u) => addMember(u, chat, ann.id, { kind: 'link', invite }))
    await w.unit(leave(chat, ann))
    expect(await w.member(chat, ann)).toMatchObject({ status: 'left', inviteId: null })
    expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
    expect((await w.unit((u) => u.db.invites.byHash(invite.hash)))?.usage).toBe(0)
  })

  it('tells the leaver, and the others of a supergroup by a service message', async () => {
    const chat = await w.supergroup(owner, ann)
    expect(heard(await w.events(leave(chat, ann)))).toEqual([
      `${ann.id}:channel`,
      'channel:newMessage',
    ])
    const broadcast = await w.channel(owner, ann)
    expect(heard(await w.events(leave(broadcast, ann)))).toEqual([`${ann.id}:channel`])
  })

  it('takes an admin’s rights but not their links', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.standing(chat, ann, { ...adminOf('inviteUsers'), rank: 'boss', promotedBy: owner.id })
    const invite = await w.unit((u) => ensurePrimary(u, chat, ann.id))
    await w.unit(leave(chat, ann))
    expect(await w.member(chat, ann)).toMatchObject({ adminRights: 0, rank: '' })
    expect((await w.unit((u) => u.db.invites.byHash(invite.hash)))?.revoked).toBe(0)
  })

  it('is refused to who is not in, and to the banned', async () => {
    const chat = await w.supergroup(owner, ann)
    expect(await w.refusal(leave(chat, bob))).toBe('USER_NOT_PARTICIPANT')
    await w.standing(chat, ann, { status: 'banned', bannedRights: bannedMask('viewMessages') })
    expect(await w.refusal(leave(chat, ann))).toBe('CHANNEL_PRIVATE')
  })

  it('is refused to the creator of a broadcast channel, while one of a supergroup stays its creator', async () => {
    const channel = await w.channel(owner)
    expect(await w.refusal(leave(channel, owner))).toBe('USER_CREATOR')
    const chat = await w.supergroup(owner, ann)
    await w.unit(leave(chat, owner))
    expect((await w.member(chat, owner)).status).toBe('left')
    expect((await w.chat(chat.id)).creatorId).toBe(owner.id)
  })

  it('needs the caller’s own access hash', async () => {
    const chat = await w.supergroup(owner, ann)
    const wrong = (u: Parameters<typeof leaveChannel>[0]) =>
      leaveChannel(u, ann.caller, channelInput(u, owner, chat))
    expect(await w.refusal(wrong)).toBe('CHANNEL_INVALID')
  })
})

describe('a basic group', () => {
  let chat: ChatRow
  const remove =
    (actor: TestAccount, target: TestAccount, revoke = false) =>
    (u: Parameters<typeof leaveChannel>[0]) =>
      deleteChatUser(u, actor.caller, chat.id, userInput(u, actor, target), revoke)

  beforeEach(async () => {
    chat = await w.group(owner, ann, bob)
  })

  it('closes itself to who was removed, and may be left and entered again by who left', async () => {
    await w.unit(remove(owner, ann))
    expect((await w.member(chat, ann)).status).toBe('banned')
    const back = (who: TestAccount) => (u: Parameters<typeof leaveChannel>[0]) =>
      addChatUser(u, who.caller, chat.id, userInput(u, who, who))
    expect(await w.refusal(back(ann))).toBe('CHAT_WRITE_FORBIDDEN')
    await w.unit(remove(bob, bob))
    expect((await w.member(chat, bob)).status).toBe('left')
    await w.unit(back(bob))
    expect((await w.member(chat, bob)).status).toBe('member')
    expect(await w.counts(chat)).toEqual({ rows: 2, count: 2 })
  })

  it('tells everybody who was in, the removed one included, the new list and then the message', async () => {
    await w.createUser({ firstName: 'Stranger' })
    const events = await w.events(remove(owner, ann))
    for (const { id } of [owner, ann, bob]) {
      expect(heard(events).filter((line) => line.startsWith(`${id}:`))).toEqual([
        `${id}:chatParticipants`,
        `${id}:newMessage`,
      ])
    }
    expect(events).toHaveLength(6)
  })

  it('lets members remove only those whom they added', async () => {
    const eve = await w.createUser()
    await w.unit((u) => addChatUser(u, ann.caller, chat.id, userInput(u, ann, eve)))
    expect(await w.refusal(remove(ann, bob))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await w.refusal(remove(ann, eve))).toBe('none')
  })

  it('lets admins remove members but no admins, and nobody the creator', async () => {
    await w.standing(chat, ann, { status: 'admin', adminRights: adminMask('banUsers') })
    expect(await w.refusal(remove(ann, owner))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await w.refusal(remove(ann, bob))).toBe('none')
    const eve = await w.createUser()
    await w.unit((u) => addChatUser(u, owner.caller, chat.id, userInput(u, owner, eve)))
    await w.standing(chat, eve, { status: 'admin' })
    expect(await w.refusal(remove(ann, eve))).toBe('CHAT_ADMIN_REQUIRED')
  })

  it('answers for who is not there, and to who is not there', async () => {
    const eve = await w.createUser()
    expect(await w.refusal(remove(owner, eve))).toBe('USER_NOT_PARTICIPANT')
    expect(await w.refusal(remove(eve, ann))).toBe('CHAT_ID_INVALID')
    await w.unit(remove(bob, bob))
    expect(await w.refusal(remove(bob, bob))).toBe('USER_NOT_PARTICIPANT')
    expect(await w.refusal(remove(bob, ann))).toBe('CHAT_ID_INVALID')
  })

  it('takes its messages from the removed one when asked to, in that one’s own sequence', async () => {
    const before = await w.unit((u) => u.db.users.byId(ann.id))
    const events = await w.events(remove(owner, ann, true))
    const own = events.filter((event) => event.to === 'account' && event.accountId === ann.id)
    const kinds = own.map((event) => ('update' in event ? event.update.kind : ''))
    expect(kinds).toEqual(['deleteMessages', 'chatParticipants', 'newMessage'])
    const after = await w.unit((u) => u.db.users.byId(ann.id))
    // One message (the group's beginning) went, one (the removal) came.
    expect(after?.pts).toBe((before?.pts ?? 0) + 2)
  })
})
