import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { wholeBannedRights } from '../chats/banned-rights.ts'
import type { Unit } from '../context.ts'
import { ensurePrimary } from '../invites/primary.ts'
import { standing } from '../peers.ts'
import {
  adminOf,
  bannedMask,
  channelInput,
  createChatWorld,
  heard,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import { TEST_NOW, type TestAccount } from '../testing.ts'
import { editBanned } from './ban.ts'
import { addMember } from './join.ts'

const OUT = bannedMask('viewMessages')
/** A restriction that nothing else belongs to. */
const MUTE = bannedMask('sendStickers')
const DAY = 86_400

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

const ban =
  (chat: ChatRow, actor: TestAccount, target: TestAccount, mask: number, until = 0) =>
  (u: Unit) => {
    const channel = channelInput(u, actor, chat)
    return editBanned(u, actor.caller, channel, userInput(u, actor, target), mask, until)
  }

describe('a ban', () => {
  it('takes a member out, frees their place and the use of their link', async () => {
    const chat = await w.supergroup(owner)
    const invite = await w.unit((u) => ensurePrimary(u, chat, owner.id))
    await w.unit((u) => addMember(u, chat, ann.id, { kind: 'link', invite }))
    await w.unit(ban(chat, owner, ann, OUT, TEST_NOW + DAY))
    expect(await w.member(chat, ann)).toMatchObject({
      status: 'banned',
      bannedRights: wholeBannedRights(OUT),
      untilDate: TEST_NOW + DAY,
      kickedBy: owner.id,
      inviteId: null,
    })
    expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
    expect((await w.unit((u) => u.db.invites.byHash(invite.hash)))?.usage).toBe(0)
  })

  it('is told to the banned and to who banned, and to a supergroup by a service message', async () => {
    const chat = await w.supergroup(owner, ann, bob)
    expect(heard(await w.events(ban(chat, owner, ann, OUT)))).toEqual([
      `${ann.id}:channel`,
      'channel:newMessage',
      `${owner.id}:channel`,
    ])
    const broadcast = await w.channel(owner, ann)
    expect(heard(await w.events(ban(broadcast, owner, ann, OUT)))).toEqual([
      `${ann.id}:channel`,
      `${owner.id}:channel`,
    ])
  })

  it.each([
    [29, 0],
    [30, TEST_NOW + 30],
    [366 * DAY, TEST_NOW + 366 * DAY],
    [366 * DAY + 1, 0],
    [-1, 0],
  ])('of %i seconds ends at %i (0 is never)', async (seconds, end) => {
    const chat = await w.supergroup(owner, ann)
    await w.unit(ban(chat, owner, ann, OUT, TEST_NOW + seconds))
    expect((await w.member(chat, ann)).untilDate).toBe(end)
  })

  it('ends by itself', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.unit(ban(chat, owner, ann, OUT, TEST_NOW + 100))
    const status = async () => (await w.unit((u) => standing(u, chat, ann.id)))?.status
    w.clock.advance(99)
    expect(await status()).toBe('banned')
    w.clock.advance(1)
    expect(await status()).toBe('left')
  })

  it('keeps out somebody who was never there, and takes their pending request', async () => {
    const chat = await w.supergroup(owner)
    await w.unit(async (u) => {
      const request = { chatId: chat.id, userId: ann.id, inviteId: null, date: u.now, about: '' }
      await u.db.invites.insertRequest(request)
      await u.db.chats.addRequestsPending(chat.id, 1)
    })
    await w.unit(ban(chat, owner, ann, OUT))
    expect((await w.member(chat, ann)).status).toBe('banned')
    expect((await w.chat(chat.id)).requestsPending).toBe(0)
    expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
    expect(await w.unit((u) => u.db.invites.request(chat.id, ann.id))).toBeUndefined()
  })

  it('shows nobody a private chat of which they knew nothing', async () => {
    const chat = await w.supergroup(owner)
    for (const mask of [MUTE, OUT]) {
      const stranger = await w.createUser()
      const events = await w.events(ban(chat, owner, stranger, mask))
      expect(heard(events)).toEqual([`${owner.id}:channel`])
    }
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    expect(heard(await w.events(ban(chat, owner, bob, OUT)))).toContain(`${bob.id}:channel`)
  })

  it('followed by none is a kick: the account is out and may come back', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.unit(ban(chat, owner, ann, OUT))
    await w.unit(ban(chat, owner, ann, 0))
    expect(await w.member(chat, ann)).toMatchObject({
      status: 'left',
      bannedRights: 0,
      kickedBy: null,
    })
    expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
  })
})

describe('a restriction', () => {
  it('leaves the member in, and ends with an empty mask or by time', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.unit(ban(chat, owner, ann, MUTE, TEST_NOW + 100))
    expect(await w.member(chat, ann)).toMatchObject({ status: 'restricted', bannedRights: MUTE })
    expect(await w.counts(chat)).toEqual({ rows: 2, count: 2 })
    w.clock.advance(100)
    expect((await w.unit((u) => standing(u, chat, ann.id)))?.status).toBe('member')
    await w.unit(ban(chat, owner, ann, MUTE))
    await w.unit(ban(chat, owner, ann, 0))
    expect(await w.member(chat, ann)).toMatchObject({ status: 'member', bannedRights: 0 })
  })

  it('waits for who is out', async () => {
    const chat = await w.supergroup(owner)
    await w.unit(ban(chat, owner, ann, MUTE))
    expect(await w.member(chat, ann)).toMatchObject({ status: 'left', bannedRights: MUTE })
    expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
  })

  it('is no thing of broadcast channels', async () => {
    const chat = await w.channel(owner, ann)
    await expect(w.unit(ban(chat, owner, ann, MUTE))).rejects.toMatchObject({
      type: 'BANNED_RIGHTS_INVALID',
      code: 406,
    })
  })

  it('takes the office of an admin', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.standing(chat, ann, { ...adminOf('banUsers'), promotedBy: owner.id })
    await w.unit(ban(chat, owner, ann, MUTE))
    expect(await w.member(chat, ann)).toMatchObject({ status: 'restricted', adminRights: 0 })
  })
})

describe('banning', () => {
  it('needs the right to', async () => {
    const chat = await w.supergroup(owner, ann, bob)
    expect(await w.refusal(ban(chat, ann, bob, OUT))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, ann, adminOf('inviteUsers'))
    expect(await w.refusal(ban(chat, ann, bob, OUT))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, ann, adminOf('banUsers'))
    expect(await w.refusal(ban(chat, ann, bob, OUT))).toBe('none')
  })

  it('spares the creator, oneself, and admins whom somebody else promoted', async () => {
    const chat = await w.supergroup(owner, ann, bob)
    await w.standing(chat, ann, adminOf('banUsers', 'addAdmins'))
    await w.standing(chat, bob, { ...adminOf('banUsers'), promotedBy: owner.id })
    expect(await w.refusal(ban(chat, ann, owner, OUT))).toBe('USER_ADMIN_INVALID')
    expect(await w.refusal(ban(chat, ann, ann, OUT))).toBe('USER_ADMIN_INVALID')
    expect(await w.refusal(ban(chat, ann, bob, OUT))).toBe('USER_ADMIN_INVALID')
    await w.standing(chat, bob, { promotedBy: ann.id })
    expect(await w.refusal(ban(chat, ann, bob, OUT))).toBe('none')
  })

  it('is of accounts only', async () => {
    const [chat, other] = [await w.supergroup(owner), await w.channel(owner)]
    const chats = (u: Unit) =>
      editBanned(
        u,
        owner.caller,
        channelInput(u, owner, chat),
        channelInput(u, owner, other),
        OUT,
        0,
      )
    expect(await w.refusal(chats)).toBe('PARTICIPANT_ID_INVALID')
  })
})
