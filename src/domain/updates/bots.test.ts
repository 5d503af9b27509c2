import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { newMember } from '../chats/create.ts'
import { deleteBasicGroup, deleteChannel } from '../chats/delete.ts'
import { migrateChat } from '../chats/migrate.ts'
import { adminOf, channelInput, createChatWorld, type ChatWorld } from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import type { TestAccount } from '../testing.ts'
import { tellBotsOfParticipant } from './bots.ts'
import type { LoggedEvent, ParticipantChange } from './update.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let admin: TestAccount
let plain: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  admin = await w.createBot()
  plain = await w.createBot()
})
afterEach(() => w.close())

/** What bots hear by qts of some work. */
async function toBots(work: (u: Unit) => Promise<unknown>) {
  const events = await w.events(work)
  return events.filter((event): event is LoggedEvent & { to: 'bot' } => event.to === 'bot')
}

/** Of each bot that hears of its own standing: where, and what it was and is. */
async function ownChanges(work: (u: Unit) => Promise<unknown>): Promise<string[]> {
  return (await toBots(work)).map(({ botId, update }) => {
    const { chatId, userId, actorId, prev, next } = update as ParticipantChange
    expect([userId, actorId]).toEqual([botId, owner.id])
    const name = botId === admin.id ? 'admin' : 'plain'
    return `${name} in ${chatId}: ${prev?.status ?? 'none'} -> ${next?.status ?? 'none'}`
  })
}

describe('a change of somebody’s standing', () => {
  it('is told to the bots that are admins, numbered by their own qts', async () => {
    const chat = await w.supergroup(owner, ann, admin, plain)
    await w.standing(chat, admin, adminOf('banUsers'))
    const qts = (await w.unit((u) => u.db.users.byId(admin.id)))?.qts ?? 0
    const change = { userId: ann.id, actorId: ann.id, prev: undefined }
    const next = await w.member(chat, ann)
    const events = await toBots(async (u) => {
      await tellBotsOfParticipant(u, chat, { ...change, next, inviteId: 5 })
      await tellBotsOfParticipant(u, chat, { ...change, next: undefined })
    })
    expect(events).toMatchObject([
      {
        to: 'bot',
        botId: admin.id,
        pts: qts + 1,
        update: { kind: 'participant', prev: null, next, inviteId: 5, viaChatlist: false },
      },
      { botId: admin.id, pts: qts + 2, update: { next: null, inviteId: null } },
    ])
  })

  it('is told to the bot whose own it is, an admin or not', async () => {
    const chat = await w.group(owner, admin, plain)
    const member = await w.member(chat, plain)
    const events = await toBots((u) =>
      tellBotsOfParticipant(u, chat, {
        userId: plain.id,
        actorId: owner.id,
        prev: member,
        next: undefined,
      }),
    )
    expect(events).toMatchObject([{ to: 'bot', botId: plain.id, update: { prev: member } }])
  })
})

describe('the end of a chat', () => {
  const remove = (chat: ChatRow) => (u: Unit) =>
    deleteChannel(u, owner.caller, channelInput(u, owner, chat))

  it('takes its bots out of a channel and of a basic group, each of which hears of itself', async () => {
    const channel = await w.channel(owner, ann)
    await w.unit((u) =>
      u.db.members.put({
        ...newMember(channel.id, admin.id, 'admin', u.now),
        ...adminOf('banUsers'),
      }),
    )
    expect(await ownChanges(remove(channel))).toEqual([`admin in ${channel.id}: admin -> left`])
    const group = await w.group(owner, ann, admin, plain)
    expect(await ownChanges((u) => deleteBasicGroup(u, owner.caller, group.id))).toEqual([
      `admin in ${group.id}: member -> left`,
      `plain in ${group.id}: member -> left`,
    ])
  })

  it('takes them out of the basic group as well that a supergroup was', async () => {
    const group = await w.group(owner, plain)
    const supergroup = await w.unit((u) => migrateChat(u, owner.caller, group.id))
    expect(await ownChanges(remove(supergroup))).toEqual([
      `plain in ${supergroup.id}: member -> left`,
      `plain in ${group.id}: member -> left`,
    ])
  })
})

describe('a migration', () => {
  it('brings its bots into the supergroup, and tells both chats by a message', async () => {
    const group = await w.group(owner, ann, admin, plain)
    let supergroup = group
    const work = async (u: Unit) => (supergroup = await migrateChat(u, owner.caller, group.id))
    expect(await ownChanges(work)).toEqual([
      `admin in ${supergroup.id}: none -> member`,
      `plain in ${supergroup.id}: none -> member`,
    ])
    const last = await w.unit((u) => u.db.messages.dialog(plain.id, 'chat', group.id))
    const row = await w.unit((u) => u.db.messages.find('account', plain.id, last?.topMessage ?? 0))
    expect(JSON.parse(row?.action ?? '')).toMatchObject({ channelId: supergroup.id })
  })
})
