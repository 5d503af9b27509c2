import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { adminOf, createChatWorld, type ChatWorld } from '../chats/testing.ts'
import type { TestAccount } from '../testing.ts'
import { tellBotsOfParticipant } from './bots.ts'

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

describe('a change of somebody’s standing', () => {
  it('is told to the bots that are admins, numbered by their own qts', async () => {
    const chat = await w.supergroup(owner, ann, admin, plain)
    await w.standing(chat, admin, adminOf('banUsers'))
    const qts = (await w.unit((u) => u.db.users.byId(admin.id)))?.qts ?? 0
    const change = { userId: ann.id, actorId: ann.id, prev: undefined }
    const next = await w.member(chat, ann)
    const events = await w.events(async (u) => {
      await tellBotsOfParticipant(u, chat, { ...change, next, inviteHash: 'AbC' })
      await tellBotsOfParticipant(u, chat, { ...change, next: undefined })
    })
    expect(events).toMatchObject([
      {
        to: 'bot',
        botId: admin.id,
        pts: qts + 1,
        update: { kind: 'participant', prev: null, next, inviteHash: 'AbC', viaChatlist: false },
      },
      { botId: admin.id, pts: qts + 2, update: { next: null, inviteHash: null } },
    ])
  })

  it('is told to the bot whose own it is, an admin or not', async () => {
    const chat = await w.group(owner, admin, plain)
    const member = await w.member(chat, plain)
    const events = await w.events((u) =>
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
