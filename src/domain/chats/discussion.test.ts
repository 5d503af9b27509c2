import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import type { TestAccount } from '../testing.ts'
import { setDiscussionGroup } from './discussion.ts'
import { channelInput, createChatWorld, heard, type ChatWorld } from './testing.ts'

const NONE: InputPeer = { kind: 'empty' }

let w: ChatWorld
let owner: TestAccount
let channel: ChatRow
let group: ChatRow

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  channel = await w.channel(owner)
  group = await w.supergroup(owner)
})
afterEach(() => w.close())

const link =
  (a: ChatRow | undefined, b: ChatRow | undefined, who = owner) =>
  (u: Unit) => {
    const peer = (chat: ChatRow | undefined) => (chat ? channelInput(u, who, chat) : NONE)
    return setDiscussionGroup(u, who.caller, peer(a), peer(b))
  }
const links = async () => [
  (await w.chat(channel.id)).linkedChatId,
  (await w.chat(group.id)).linkedChatId,
]

it('ties a channel and a supergroup to each other, and unties them from either side', async () => {
  expect(heard(await w.events(link(channel, group)))).toEqual([
    'channel:channel',
    'channel:channel',
  ])
  expect(await links()).toEqual([group.id, channel.id])
  expect(await w.refusal(link(channel, group))).toBe('LINK_NOT_MODIFIED')
  await w.unit((u) => u.db.chats.update(group.id, { joinToSend: 1 }))
  await w.unit(link(channel, undefined))
  expect(await links()).toEqual([null, null])
  expect((await w.chat(group.id)).joinToSend).toBe(0)
  await w.unit(link(channel, group))
  await w.unit(link(undefined, group))
  expect(await links()).toEqual([null, null])
  expect(await w.refusal(link(undefined, group))).toBe('LINK_NOT_MODIFIED')
})

it('leaves no chat that is tied on one side only', async () => {
  await w.unit(link(channel, group))
  const other = await w.supergroup(owner)
  await w.unit(link(channel, other))
  expect(await links()).toEqual([other.id, null])
})

it('wants a channel, a supergroup, and an admin of both', async () => {
  const ann = await w.createUser()
  expect(await w.refusal(link(group, group))).toBe('BROADCAST_ID_INVALID')
  expect(await w.refusal(link(channel, channel))).toBe('MEGAGROUP_ID_INVALID')
  expect(await w.refusal(link(undefined, undefined))).toBe('CHANNEL_INVALID')
  expect(await w.refusal(link(channel, group, ann))).toBe('CHANNEL_PRIVATE')
})
