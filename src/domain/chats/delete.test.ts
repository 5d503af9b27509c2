import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Unit } from '../context.ts'
import type { TestAccount } from '../testing.ts'
import { deleteBasicGroup, deleteChannel } from './delete.ts'
import { channelInput, createChatWorld, heard, type ChatWorld } from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount

beforeEach(async () => {
  w = await createChatWorld({ deletableChannelMembers: 2 })
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
})
afterEach(() => w.close())

const remove = (chat: { id: number }, who: TestAccount) => (u: Unit) =>
  deleteChannel(u, who.caller, channelInput(u, who, chat))

it('deletes a basic group with its messages, for everybody in it', async () => {
  const chat = await w.group(owner, ann)
  const events = await w.events((u) => deleteBasicGroup(u, owner.caller, chat.id))
  expect(heard(events)).toEqual([
    `${owner.id}:chat`,
    `${ann.id}:chat`,
    `${owner.id}:deleteMessages`,
    `${ann.id}:deleteMessages`,
  ])
  expect((await w.chat(chat.id)).deleted).toBe(1)
  expect(await w.unit((u) => u.db.messages.dialog(ann.id, 'chat', chat.id))).toBeUndefined()
  expect(await w.refusal((u) => deleteBasicGroup(u, owner.caller, chat.id))).toBe('CHAT_ID_INVALID')
})

it('deletes a channel, tells its members, and frees its name', async () => {
  const chat = await w.channel(owner, ann)
  await w.unit(async (u) => {
    await u.db.usernames.take('birds', 'chat', chat.id)
    await u.db.chats.update(chat.id, { username: 'birds' })
  })
  expect(heard(await w.events(remove(chat, owner)))).toEqual(['channel:channel'])
  expect(await w.chat(chat.id)).toMatchObject({ deleted: 1, username: null })
  expect(await w.unit((u) => u.db.usernames.find('birds'))).toBeUndefined()
  expect(await w.refusal(remove(chat, owner))).toBe('CHANNEL_PRIVATE')
})

it('is for the creator, and for channels that are not too large', async () => {
  const [group, chat] = [await w.group(owner, ann), await w.supergroup(owner, ann)]
  expect(await w.refusal((u) => deleteBasicGroup(u, ann.caller, group.id))).toBe(
    'CHAT_ADMIN_REQUIRED',
  )
  expect(await w.refusal(remove(chat, ann))).toBe('CHAT_ADMIN_REQUIRED')
  const large = await w.supergroup(owner, ann, await w.createUser())
  expect(await w.refusal(remove(large, owner))).toBe('CHANNEL_TOO_LARGE')
})
