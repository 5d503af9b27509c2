import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Unit } from '../context.ts'
import type { TestAccount } from '../testing.ts'
import { getAdminedPublicChannels, getBasicGroups, getChannels, getCommonChats } from './list.ts'
import { channelInput, createChatWorld, userInput, type ChatWorld } from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount

beforeEach(async () => {
  w = await createChatWorld({ publicChannelsPerUser: 1 })
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
})
afterEach(() => w.close())

describe('channels by id', () => {
  const byZero = (who: TestAccount, chat: { id: number }) => (u: Unit) =>
    getChannels(u, who.caller, [{ kind: 'channel', channelId: chat.id, accessHash: 0n }])

  it('need the asker’s own access hash', async () => {
    const chat = await w.channel(owner)
    const own = await w.unit((u) => getChannels(u, ann.caller, [channelInput(u, ann, chat)]))
    expect(own.map((one) => one.id)).toEqual([chat.id])
    const foreign = (u: Unit) => getChannels(u, ann.caller, [channelInput(u, owner, chat)])
    expect(await w.refusal(foreign)).toBe('CHANNEL_INVALID')
    expect(await w.refusal(byZero(owner, chat))).toBe('CHANNEL_INVALID')
  })

  it('are given to a bot without a hash while it is in them', async () => {
    const bot = await w.createBot()
    const chat = await w.supergroup(owner, bot)
    expect(await w.refusal(byZero(bot, chat))).toBe('none')
    await w.standing(chat, bot, { status: 'left' })
    expect(await w.refusal(byZero(bot, chat))).toBe('CHANNEL_INVALID')
  })

  it('are unknown where a basic group’s id is given', async () => {
    const bot = await w.createBot()
    expect(await w.refusal(byZero(bot, await w.group(owner, bot)))).toBe('CHANNEL_INVALID')
  })
})

it('gives basic groups to who is or was in them', async () => {
  const [chat, other] = [await w.group(owner, ann), await w.group(owner)]
  expect(await w.unit((u) => getBasicGroups(u, ann.caller, [chat.id]))).toHaveLength(1)
  expect(await w.refusal((u) => getBasicGroups(u, ann.caller, [chat.id, other.id]))).toBe(
    'CHAT_ID_INVALID',
  )
})

it('lists groups in common, newest first, in parts', async () => {
  const group = await w.group(owner, ann)
  const chat = await w.supergroup(owner, ann)
  await w.channel(owner, ann)
  await w.supergroup(owner)
  const common = (maxId: number, limit: number) =>
    w.unit((u) => getCommonChats(u, owner.caller, userInput(u, owner, ann), maxId, limit))
  expect((await common(0, 100)).chats.map((one) => one.id)).toEqual([chat.id, group.id])
  expect(await common(0, 1)).toMatchObject({ count: 2, chats: [{ id: chat.id }] })
  expect((await common(chat.id, 100)).chats.map((one) => one.id)).toEqual([group.id])
  const self = (u: Unit) => getCommonChats(u, owner.caller, { kind: 'self' }, 0, 1)
  expect(await w.refusal(self)).toBe('USER_ID_INVALID')
})

it('lists the caller’s own public chats, or says that there may be no more', async () => {
  const chat = await w.channel(owner)
  const ask = (checkLimit: boolean) => (u: Unit) =>
    getAdminedPublicChannels(u, owner.caller, checkLimit)
  expect(await w.unit(ask(true))).toEqual([])
  await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
  expect(await w.unit(ask(false))).toMatchObject([{ id: chat.id }])
  expect(await w.refusal(ask(true))).toBe('CHANNELS_ADMIN_PUBLIC_TOO_MUCH')
})
