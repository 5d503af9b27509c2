import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow, NewInvite } from '../../store/tables/invites.ts'
import { adminOf, bannedMask, createChatWorld, heard, type ChatWorld } from '../chats/testing.ts'
import type { Action } from '../messages/action.ts'
import { newInvite } from '../invites/primary.ts'
import { TEST_NOW, type TestAccount } from '../testing.ts'
import { addMember, addMembers } from './join.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount

beforeEach(async () => {
  w = await createChatWorld({
    basicGroupMembers: 3,
    supergroupMembers: 3,
    channelsPerUser: 2,
    botsPerChat: 1,
  })
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
})
afterEach(() => w.close())

async function link(chat: ChatRow, patch: Partial<NewInvite> = {}): Promise<InviteRow> {
  return w.unit(async (u) => {
    const invite = { ...newInvite(u, chat, owner.id), ...patch }
    return u.db.invites.insert(invite)
  })
}

async function uses(invite: InviteRow): Promise<number> {
  return (await w.unit((u) => u.db.invites.byHash(invite.hash)))?.usage ?? -1
}

describe('somebody who joins by a link', () => {
  it('is in, with the link and its admin noted, and takes a place and a use', async () => {
    const chat = await w.supergroup(owner)
    const invite = await link(chat, { usageLimit: 1 })
    await w.unit((u) => addMember(u, chat, ann.id, { kind: 'link', invite }))
    expect(await w.member(chat, ann)).toMatchObject({
      status: 'member',
      inviterId: owner.id,
      inviteId: invite.id,
      viaRequest: 0,
      date: TEST_NOW,
    })
    expect(await uses(invite)).toBe(1)
    expect(await w.counts(chat)).toEqual({ rows: 2, count: 2 })
  })

  it('is announced in a supergroup by a service message from himself that names the link’s admin', async () => {
    const chat = await w.supergroup(owner)
    const invite = await link(chat)
    const events = await w.events((u) => addMember(u, chat, ann.id, { kind: 'link', invite }))
    expect(heard(events)).toEqual([`${ann.id}:channel`, 'channel:newMessage'])
    const id = (await w.chat(chat.id)).lastMessageId
    const message = await w.unit((u) => u.db.messages.find('channel', chat.id, id))
    expect(message?.fromId).toBe(ann.id)
    const action: Action = { kind: 'chatJoinedByLink', inviterId: owner.id }
    expect(JSON.parse(message?.action ?? '')).toEqual(action)
  })

  it('is not announced in a broadcast channel; only he himself hears it', async () => {
    const chat = await w.channel(owner)
    const invite = await link(chat)
    const events = await w.events((u) => addMember(u, chat, ann.id, { kind: 'link', invite }))
    expect(heard(events)).toEqual([`${ann.id}:channel`])
  })

  it('is announced in a basic group to everybody in it, himself included, and to nobody else', async () => {
    const bob = await w.createUser({ firstName: 'Bob' })
    await w.createUser({ firstName: 'Stranger' })
    const chat = await w.group(owner, bob)
    const invite = await link(chat)
    const events = await w.events((u) => addMember(u, chat, ann.id, { kind: 'link', invite }))
    const everybody = [owner, ann, bob].map((one) => one.id)
    for (const id of everybody) {
      expect(heard(events).filter((line) => line.startsWith(`${id}:`))).toEqual([
        `${id}:chatParticipants`,
        `${id}:newMessage`,
      ])
    }
    expect(events).toHaveLength(6)
    expect((await w.chat(chat.id)).version).toBe(2)
  })

  it.each([
    ['used up', { usageLimit: 1, usage: 1 }],
    ['revoked', { revoked: 1 }],
    ['expired', { expireDate: TEST_NOW }],
  ] as const)('stays out when the link is %s, and takes no place', async (_, patch) => {
    const chat = await w.supergroup(owner)
    const invite = await link(chat, patch)
    expect(await w.refusal((u) => addMember(u, chat, ann.id, { kind: 'link', invite }))).toBe(
      'INVITE_HASH_EXPIRED',
    )
    expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
    expect(await uses(invite)).toBe(invite.usage)
  })

  it('gives the use back when the chat turns out to be full', async () => {
    const [bob, eve] = [await w.createUser(), await w.createUser()]
    const chat = await w.supergroup(owner, bob, eve)
    const invite = await link(chat)
    expect(await w.refusal((u) => addMember(u, chat, ann.id, { kind: 'link', invite }))).toBe(
      'USERS_TOO_MUCH',
    )
    expect(await uses(invite)).toBe(0)
    expect(await w.counts(chat)).toEqual({ rows: 3, count: 3 })
  })

  it('has no unread messages of the time before', async () => {
    const chat = await w.supergroup(owner)
    const before = chat.lastMessageId
    const invite = await link(chat)
    await w.unit((u) => addMember(u, chat, ann.id, { kind: 'link', invite }))
    const dialog = await w.unit((u) => u.db.messages.dialog(ann.id, 'channel', chat.id))
    expect(dialog?.readInbox).toBe(before)
  })
})

describe('a second membership', () => {
  it.each(['added', 'public', 'link'] as const)('is refused when %s', async (kind) => {
    const chat = await w.supergroup(owner, ann)
    const invite = await link(chat)
    const how =
      kind === 'link'
        ? ({ kind, invite } as const)
        : kind === 'added'
          ? ({ kind, byId: owner.id } as const)
          : ({ kind } as const)
    expect(await w.refusal((u) => addMember(u, chat, ann.id, how))).toBe('USER_ALREADY_PARTICIPANT')
    expect(await w.counts(chat)).toEqual({ rows: 2, count: 2 })
  })
})

describe('a banned account', () => {
  const banned = {
    status: 'banned',
    bannedRights: bannedMask('viewMessages'),
    untilDate: 0,
  } as const
  let chat: ChatRow

  beforeEach(async () => {
    chat = await w.supergroup(owner, ann)
    await w.standing(chat, ann, { ...banned, untilDate: TEST_NOW + 100 })
    await w.unit((u) => u.db.chats.freePlace(chat.id))
  })

  it('does not come back by a link, publicly or by an approval', async () => {
    const invite = await link(chat)
    const approved = { kind: 'request', approvedBy: owner.id } as const
    expect(await w.refusal((u) => addMember(u, chat, ann.id, { kind: 'link', invite }))).toBe(
      'INVITE_HASH_EXPIRED',
    )
    expect(await w.refusal((u) => addMember(u, chat, ann.id, { kind: 'public' }))).toBe(
      'CHANNEL_PRIVATE',
    )
    expect(await w.refusal((u) => addMember(u, chat, ann.id, approved))).toBe('CHANNEL_PRIVATE')
  })

  it('comes back when somebody adds it, and is free then', async () => {
    await w.unit((u) => addMember(u, chat, ann.id, { kind: 'added', byId: owner.id }))
    expect(await w.member(chat, ann)).toMatchObject({
      status: 'member',
      bannedRights: 0,
      untilDate: 0,
    })
  })

  it('comes back by itself when the ban has ended', async () => {
    w.clock.advance(100)
    const invite = await link(chat)
    await w.unit((u) => addMember(u, chat, ann.id, { kind: 'link', invite }))
    expect(await w.member(chat, ann)).toMatchObject({ status: 'member', bannedRights: 0 })
  })
})

it('keeps a restriction that still holds when its account returns', async () => {
  const chat = await w.supergroup(owner, ann)
  const bannedRights = bannedMask('sendMessages')
  await w.standing(chat, ann, { status: 'left', bannedRights, kickedBy: owner.id })
  await w.unit((u) => u.db.chats.freePlace(chat.id))
  await w.unit((u) => addMember(u, chat, ann.id, { kind: 'added', byId: owner.id }))
  expect(await w.member(chat, ann)).toMatchObject({
    status: 'restricted',
    bannedRights,
    kickedBy: owner.id,
  })
})

it('lets a creator who left come back as creator', async () => {
  const chat = await w.supergroup(owner, ann)
  await w.standing(chat, owner, { status: 'left', rank: 'boss' })
  await w.unit((u) => u.db.chats.freePlace(chat.id))
  const invite = await link(chat)
  await w.unit((u) => addMember(u, chat, owner.id, { kind: 'link', invite }))
  const row = await w.member(chat, owner)
  expect(row).toMatchObject({ status: 'creator', rank: 'boss' })
  expect(row.adminRights).not.toBe(0)
})

it('ends a pending request of somebody who gets in another way', async () => {
  const chat = await w.supergroup(owner)
  const invite = await link(chat, { requestNeeded: 1 })
  await w.unit(async (u) => {
    const request = {
      chatId: chat.id,
      userId: ann.id,
      inviteId: invite.id,
      date: u.now,
      about: '',
    }
    await u.db.invites.insertRequest(request)
    await u.db.invites.addRequested(invite.id, 1)
    await u.db.chats.addRequestsPending(chat.id, 1)
  })
  await w.unit((u) => addMember(u, chat, ann.id, { kind: 'added', byId: owner.id }))
  expect(await w.unit((u) => u.db.invites.request(chat.id, ann.id))).toBeUndefined()
  expect((await w.chat(chat.id)).requestsPending).toBe(0)
  expect((await w.unit((u) => u.db.invites.byHash(invite.hash)))?.requested).toBe(0)
})

it('notes who approved a request, and counts a use even of a link revoked since', async () => {
  const chat = await w.supergroup(owner)
  const invite = await link(chat, { requestNeeded: 1, revoked: 1 })
  const how = { kind: 'request', invite, approvedBy: owner.id } as const
  await w.unit((u) => addMember(u, chat, ann.id, how))
  expect(await w.member(chat, ann)).toMatchObject({
    viaRequest: 1,
    approvedBy: owner.id,
    inviteId: invite.id,
  })
  expect(await uses(invite)).toBe(1)
})

describe('limits of accounts', () => {
  it('refuses a joiner, and one who is added, beyond the channels of an account', async () => {
    await w.supergroup(ann)
    await w.channel(ann)
    const chat = await w.supergroup(owner)
    expect(await w.refusal((u) => addMember(u, chat, ann.id, { kind: 'public' }))).toBe(
      'CHANNELS_TOO_MUCH',
    )
    expect(
      await w.refusal((u) => addMember(u, chat, ann.id, { kind: 'added', byId: owner.id })),
    ).toBe('USER_CHANNELS_TOO_MUCH')
  })

  it('does not count basic groups', async () => {
    await w.supergroup(ann)
    await w.channel(ann)
    const chat = await w.group(owner)
    await w.unit((u) => addMember(u, chat, ann.id, { kind: 'added', byId: owner.id }))
    expect((await w.member(chat, ann)).status).toBe('member')
  })
})

describe('a bot', () => {
  const added = () => ({ kind: 'added', byId: owner.id }) as const

  it('never joins by itself', async () => {
    const bot = await w.createBot()
    const chat = await w.supergroup(owner)
    const invite = await link(chat)
    expect(await w.refusal((u) => addMember(u, chat, bot.id, { kind: 'link', invite }))).toBe(
      'BOT_METHOD_INVALID',
    )
  })

  it('is added to groups unless it forbids that, up to their limit of bots', async () => {
    const [bot, second, third] = [await w.createBot(), await w.createBot(), await w.createBot()]
    await w.unit((u) => u.db.users.updateBot(bot.id, { canJoinGroups: 0 }))
    const chat = await w.supergroup(owner)
    expect(await w.refusal((u) => addMember(u, chat, bot.id, added()))).toBe('BOT_GROUPS_BLOCKED')
    await w.unit((u) => addMember(u, chat, second.id, added()))
    expect(await w.refusal((u) => addMember(u, chat, third.id, added()))).toBe('BOTS_TOO_MUCH')
  })

  it('is in a broadcast channel only as an admin', async () => {
    const bot = await w.createBot()
    const chat = await w.channel(owner)
    expect(await w.refusal((u) => addMember(u, chat, bot.id, added()))).toBe('USER_BOT')
  })

  it('that is an admin hears by qts who came, by which link, and who let him in', async () => {
    const bot = await w.createBot()
    const chat = await w.supergroup(owner, bot)
    await w.standing(chat, bot, adminOf('inviteUsers'))
    const invite = await link(chat)
    const events = await w.events((u) => addMember(u, chat, ann.id, { kind: 'link', invite }))
    const told = events.find((event) => event.to === 'bot')
    expect(told).toMatchObject({
      botId: bot.id,
      update: { kind: 'participant', userId: ann.id, actorId: ann.id, inviteId: invite.id },
    })
  })
})

it('refuses deleted accounts, deleted chats and monoforums', async () => {
  const chat = await w.supergroup(owner)
  await w.unit((u) => u.db.users.update(ann.id, { deleted: 1 }))
  const how = { kind: 'added', byId: owner.id } as const
  expect(await w.refusal((u) => addMember(u, chat, ann.id, how))).toBe('INPUT_USER_DEACTIVATED')
  const bob = await w.createUser()
  expect(await w.refusal((u) => addMember(u, { ...chat, deleted: 1 }, bob.id, how))).toBe(
    'CHANNEL_PRIVATE',
  )
  expect(await w.refusal((u) => addMember(u, { ...chat, kind: 'monoforum' }, bob.id, how))).toBe(
    'CHANNEL_MONOFORUM_UNSUPPORTED',
  )
})

it('lets exactly as many in as there are places when many come at once', async () => {
  const users = await Promise.all(Array.from({ length: 5 }, () => w.createUser()))
  const chat = await w.supergroup(owner)
  const invite = await link(chat)
  const outcomes = await Promise.all(
    users.map((one) =>
      w.refusal(async (u) => {
        const now = (await u.db.chats.byId(chat.id)) ?? chat
        await addMember(u, now, one.id, { kind: 'link', invite })
      }),
    ),
  )
  expect(outcomes.filter((one) => one === 'none')).toHaveLength(2)
  expect(outcomes.filter((one) => one === 'USERS_TOO_MUCH')).toHaveLength(3)
  expect(await w.counts(chat)).toEqual({ rows: 3, count: 3 })
  expect(await uses(invite)).toBe(2)
})

it('announces several who are added together in one message', async () => {
  const bob = await w.createUser()
  const chat = await w.supergroup(owner)
  const how = { kind: 'added', byId: owner.id } as const
  const events = await w.events((u) => addMembers(u, chat, [ann.id, bob.id], how))
  expect(heard(events)).toEqual([`${ann.id}:channel`, `${bob.id}:channel`, 'channel:newMessage'])
  const id = (await w.chat(chat.id)).lastMessageId
  const message = await w.unit((u) => u.db.messages.find('channel', chat.id, id))
  expect(JSON.parse(message?.action ?? '')).toEqual({
    kind: 'chatAddUser',
    users: [ann.id, bob.id],
  })
})
