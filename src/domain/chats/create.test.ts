import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Unit } from '../context.ts'
import type { TestAccount } from '../testing.ts'
import { createBasicGroup, createChannel } from './create.ts'
import { deleteBasicGroup } from './delete.ts'
import { setDirectMessages } from './monoforum.ts'
import { channelInput, createChatWorld, heard, type ChatWorld } from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount

beforeEach(async () => {
  w = await createChatWorld({ basicGroupMembers: 3, botsPerChat: 1, channelsPerUser: 1 })
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
})
afterEach(() => w.close())

describe('a new basic group', () => {
  it('has its creator, each user once, and the creator’s primary link', async () => {
    const chat = await w.group(owner, ann, ann, owner)
    expect(await w.counts(chat)).toEqual({ rows: 2, count: 2 })
    expect((await w.member(chat, owner)).status).toBe('creator')
    expect(await w.member(chat, ann)).toMatchObject({ status: 'member', inviterId: owner.id })
    expect((await w.unit((u) => u.db.invites.primary(chat.id, owner.id)))?.permanent).toBe(1)
  })

  it('may begin with its creator alone', async () => {
    expect((await w.group(owner)).participantsCount).toBe(1)
  })

  it('is told to everybody in it', async () => {
    const events = await w.events((u) => createBasicGroup(u, owner.caller, 'Birds', [ann.row]))
    expect(heard(events)).toEqual([
      `${owner.id}:chatParticipants`,
      `${ann.id}:chatParticipants`,
      `${owner.id}:newMessage`,
      `${ann.id}:newMessage`,
    ])
  })

  it('refuses too many, deleted accounts, and bots that forbid groups or are too many', async () => {
    const make =
      (...users: TestAccount[]) =>
      (u: Parameters<typeof createBasicGroup>[0]) =>
        createBasicGroup(
          u,
          owner.caller,
          'Birds',
          users.map((one) => one.row),
        )
    const [bob, eve] = [await w.createUser(), await w.createUser()]
    expect(await w.refusal(make(ann, bob, eve))).toBe('USERS_TOO_MUCH')
    expect(await w.refusal(make({ ...ann, row: { ...ann.row, deleted: 1 } }))).toBe(
      'INPUT_USER_DEACTIVATED',
    )
    const [bot, second] = [await w.createBot(), await w.createBot()]
    expect(await w.refusal(make(bot, second))).toBe('BOTS_TOO_MUCH')
    await w.unit((u) => u.db.users.updateBot(bot.id, { canJoinGroups: 0 }))
    expect(await w.refusal(make(bot))).toBe('BOT_GROUPS_BLOCKED')
  })

  it('tells a bot by qts that it was added', async () => {
    const bot = await w.createBot()
    const events = await w.events((u) => createBasicGroup(u, owner.caller, 'Birds', [bot.row]))
    expect(heard(events)).toContain(`bot ${bot.id}:participant`)
  })

  it('has a title of some length, without control characters', async () => {
    const titled = (title: string) =>
      w.unit(async (u) => (await createBasicGroup(u, owner.caller, title, [])).title)
    expect(await titled('  a\nb  ')).toBe('a b')
    expect(await titled('🦜'.repeat(200))).toBe('🦜'.repeat(128))
    await expect(titled(' \u0000 ')).rejects.toMatchObject({ type: 'CHAT_TITLE_EMPTY' })
  })
})

describe('a new channel or supergroup', () => {
  it('is its creator’s, with a primary link, and its first message has pts 2', async () => {
    const events = await w.events((u) =>
      createChannel(u, owner.caller, 'channel', 'Birds', 'of prey'),
    )
    expect(heard(events)).toEqual([`${owner.id}:channel`, 'channel:newMessage'])
    expect(events[1]).toMatchObject({ pts: 2, ptsCount: 1 })
    const [own] = await w.unit((u) => u.db.members.chatsOf(owner.id))
    const chat = await w.chat(own?.chatId ?? 0)
    expect(chat).toMatchObject({ kind: 'channel', about: 'of prey', participantsCount: 1 })
    expect(await w.unit((u) => u.db.invites.primary(chat.id, owner.id))).toBeDefined()
  })

  it('refuses a description that is too long, and an account that is in too many', async () => {
    const make = (about: string) => (u: Parameters<typeof createChannel>[0]) =>
      createChannel(u, owner.caller, 'supergroup', 'Birds', about)
    expect(await w.refusal(make('x'.repeat(256)))).toBe('CHAT_ABOUT_TOO_LONG')
    expect(await w.refusal(make('🦜'.repeat(255)))).toBe('none')
    expect(await w.refusal(make(''))).toBe('CHANNELS_TOO_MUCH')
  })
})

it('one account makes a bounded number of chats, whatever became of them', async () => {
  await w.close()
  w = await createChatWorld({ chatsPerCreator: 3 })
  owner = await w.createUser({ firstName: 'Owner' })
  const group = await w.group(owner)
  await w.unit((u) => deleteBasicGroup(u, owner.caller, group.id))
  const channel = await w.channel(owner)
  const direct = (on: boolean) =>
    w.refusal((u) => setDirectMessages(u, owner.caller, channelInput(u, owner, channel), on, 0))
  expect([await direct(true), await direct(false), await direct(true)]).toEqual([
    'none',
    'none',
    'USER_RESTRICTED',
  ])
  for (const make of [
    (u: Unit) => createBasicGroup(u, owner.caller, 'Birds', []),
    (u: Unit) => createChannel(u, owner.caller, 'channel', 'Birds', ''),
  ]) {
    expect(await w.refusal(make)).toBe('USER_RESTRICTED')
  }
  expect((await w.group(await w.createUser())).kind).toBe('group')
})
