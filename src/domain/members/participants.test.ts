import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { ParticipantsOf } from '../../store/tables/participants.ts'
import { newMember } from '../chats/create.ts'
import type { Unit } from '../context.ts'
import {
  adminOf,
  bannedMask,
  channelInput,
  createChatWorld,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import { TEST_NOW, type TestAccount } from '../testing.ts'
import { getParticipant, getParticipants } from './participants.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann', lastName: 'Lee', username: 'ann_lee' })
  bob = await w.createUser({ firstName: 'Bob 100%' })
})
afterEach(() => w.close())

interface Ask {
  readonly of?: ParticipantsOf
  readonly search?: string
  readonly offset?: number
  readonly limit?: number
}

async function list(chat: ChatRow, who: TestAccount, ask: Ask = {}) {
  const page = { of: 'recent', search: '', offset: 0, limit: 100, ...ask } as const
  return w.unit((u) => getParticipants(u, who.caller, channelInput(u, who, chat), page))
}

async function ids(chat: ChatRow, who: TestAccount, ask: Ask = {}): Promise<number[]> {
  return (await list(chat, who, ask)).members.map((row) => row.userId)
}

describe('the member list', () => {
  it('begins with who came last, in pages that tell the whole number', async () => {
    const chat = await w.supergroup(owner)
    for (const one of [ann, bob]) {
      w.clock.advance(10)
      await w.unit((u) => u.db.members.put(newMember(chat.id, one.id, 'member', u.now)))
    }
    expect(await ids(chat, owner)).toEqual([bob.id, ann.id, owner.id])
    expect(await ids(chat, owner, { offset: 1, limit: 1 })).toEqual([ann.id])
    expect((await list(chat, owner, { offset: 1, limit: 1 })).count).toBe(3)
  })

  it('finds people by the start of a word of their names or by username', async () => {
    const chat = await w.supergroup(owner, ann, bob)
    expect(await ids(chat, owner, { search: 'le' })).toEqual([ann.id])
    expect(await ids(chat, owner, { search: 'ANN_' })).toEqual([ann.id])
    expect(await ids(chat, owner, { search: '100%' })).toEqual([bob.id])
    expect(await ids(chat, owner, { search: 'ee' })).toEqual([])
    expect(await ids(chat, owner, { search: '%' })).toEqual([])
  })

  it('has parts for admins, bots and the viewer’s contacts', async () => {
    const bot = await w.createBot()
    const chat = await w.supergroup(owner, ann, bob, bot)
    await w.standing(chat, bob, adminOf('inviteUsers'))
    const contact = { ownerId: owner.id, userId: ann.id, firstName: '', lastName: '', date: 1 }
    await w.unit((u) => u.db.users.addContact(contact))
    expect(await ids(chat, ann, { of: 'admins' })).toEqual([owner.id, bob.id])
    expect(await ids(chat, ann, { of: 'bots' })).toEqual([bot.id])
    expect(await ids(chat, owner, { of: 'contacts' })).toEqual([ann.id])
    expect(await ids(chat, bob, { of: 'contacts' })).toEqual([])
  })

  it('has parts for the banned and the restricted, for admins only and while it lasts', async () => {
    const eve = await w.createUser()
    const chat = await w.supergroup(owner, ann, bob, eve)
    const until = TEST_NOW + 100
    await w.standing(chat, ann, { status: 'banned', bannedRights: 1, untilDate: until })
    await w.standing(chat, bob, { status: 'left', bannedRights: 2, untilDate: until })
    expect(await ids(chat, owner, { of: 'kicked' })).toEqual([ann.id])
    expect(await ids(chat, owner, { of: 'restricted' })).toEqual([bob.id])
    await expect(list(chat, eve, { of: 'kicked' })).rejects.toMatchObject({
      type: 'CHAT_ADMIN_REQUIRED',
    })
    w.clock.advance(100)
    expect((await list(chat, owner, { of: 'kicked' })).count).toBe(0)
    expect(await ids(chat, owner, { of: 'restricted' })).toEqual([])
  })

  it('of a broadcast channel is for its admins, that of a private group for its members', async () => {
    const channel = await w.channel(owner, ann)
    await expect(list(channel, ann)).rejects.toMatchObject({ type: 'CHAT_ADMIN_REQUIRED' })
    expect(await ids(channel, owner)).toHaveLength(2)
    const chat = await w.supergroup(owner)
    await expect(list(chat, ann)).rejects.toMatchObject({ type: 'CHANNEL_PRIVATE' })
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    expect(await ids(chat, ann)).toEqual([owner.id])
  })
})

describe('one participant', () => {
  const of = (chat: ChatRow, viewer: TestAccount, who: TestAccount) => (u: Unit) =>
    getParticipant(u, viewer.caller, channelInput(u, viewer, chat), userInput(u, viewer, who))

  it('is found while in the chat, banned, or out with a restriction', async () => {
    const chat = await w.supergroup(owner, ann, bob)
    expect((await w.unit(of(chat, ann, bob))).member.status).toBe('member')
    await w.standing(chat, bob, { status: 'banned', bannedRights: bannedMask('viewMessages') })
    expect((await w.unit(of(chat, ann, bob))).member.status).toBe('banned')
    await w.standing(chat, bob, { status: 'left', bannedRights: bannedMask('sendMessages') })
    expect((await w.unit(of(chat, ann, bob))).member.status).toBe('left')
  })

  it('is not found once out, or never there', async () => {
    const chat = await w.supergroup(owner, ann, bob)
    const eve = await w.createUser()
    await w.standing(chat, bob, { status: 'left' })
    expect(await w.refusal(of(chat, ann, bob))).toBe('USER_NOT_PARTICIPANT')
    expect(await w.refusal(of(chat, ann, eve))).toBe('USER_NOT_PARTICIPANT')
  })

  it('of a broadcast channel is shown to others by admins only', async () => {
    const chat = await w.channel(owner, ann, bob)
    expect(await w.refusal(of(chat, ann, bob))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await w.refusal(of(chat, ann, ann))).toBe('none')
    expect(await w.refusal(of(chat, owner, bob))).toBe('none')
  })

  it('is an account, in a chat that the viewer can see', async () => {
    const [chat, other] = [await w.supergroup(owner, ann), await w.channel(ann)]
    const channel = (u: Unit) =>
      getParticipant(u, ann.caller, channelInput(u, ann, chat), channelInput(u, ann, other))
    expect(await w.refusal(channel)).toBe('PARTICIPANT_ID_INVALID')
    expect(await w.refusal(of(chat, bob, ann))).toBe('CHANNEL_PRIVATE')
  })
})
