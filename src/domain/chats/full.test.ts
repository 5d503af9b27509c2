import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { postToChat } from '../messages/post.ts'
import type { TestAccount } from '../testing.ts'
import { getFullChannel, getFullChat } from './full.ts'
import { migrateChat } from './migrate.ts'
import { adminOf, channelInput, createChatWorld, type ChatWorld } from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
})
afterEach(() => w.close())

const channel = (chat: ChatRow, who: TestAccount) =>
  w.unit((u) => getFullChannel(u, who.caller, channelInput(u, who, chat)))
const group = (chat: ChatRow, who: TestAccount) =>
  w.unit((u) => getFullChat(u, who.caller, chat.id))

describe('the link in a full chat', () => {
  it('is the asking admin’s own primary one, made now and kept', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.standing(chat, ann, adminOf('inviteUsers'))
    const { invite } = await channel(chat, ann)
    expect(invite).toMatchObject({ adminId: ann.id, permanent: 1, revoked: 0 })
    expect((await channel(chat, ann)).invite?.hash).toBe(invite?.hash)
    expect((await channel(chat, owner)).invite?.adminId).toBe(owner.id)
  })

  it('is absent without the right by name, whatever everybody may do', async () => {
    const chat = await w.supergroup(owner, ann)
    expect((await channel(chat, ann)).invite).toBeUndefined()
    await w.standing(chat, ann, adminOf('banUsers'))
    const full = await channel(chat, ann)
    expect([full.invite, full.requests]).toEqual([undefined, undefined])
    expect(await w.unit((u) => u.db.invites.primary(chat.id, ann.id))).toBeUndefined()
  })

  it('is there for admins of basic groups, but no more once the group is gone', async () => {
    const chat = await w.group(owner, ann)
    await w.standing(chat, ann, adminOf('inviteUsers'))
    expect((await group(chat, ann)).invite?.adminId).toBe(ann.id)
    await w.unit((u) => u.db.chats.update(chat.id, { deleted: 1 }))
    expect((await group(chat, ann)).invite).toBeUndefined()
  })
})

it('names the newest three who ask to join, and how many there are', async () => {
  const chat = await w.supergroup(owner)
  await w.unit(async (u) => {
    for (const [i, userId] of [1, 2, 3, 4].map((n) => [n, ann.id + n] as const)) {
      await u.db.users.insert({ ...ann.row, id: userId, phone: null })
      await u.db.invites.insertRequest({
        chatId: chat.id,
        userId,
        inviteId: null,
        date: i,
        about: '',
      })
    }
    await u.db.chats.addRequestsPending(chat.id, 4)
  })
  const { requests } = await channel(chat, owner)
  expect(requests).toEqual({ pending: 4, recent: [4, 3, 2].map((n) => ann.id + n) })
})

it('tells who the bots of a basic group are to its members only', async () => {
  const bot = await w.createBot()
  const chat = await w.group(owner, ann, bot)
  expect((await group(chat, ann)).bots).toEqual([bot.id])
  await w.standing(chat, ann, { status: 'banned' })
  expect((await group(chat, ann)).bots).toEqual([])
})

describe('a full channel', () => {
  it('is shown to members, and to others while it is public and they are not banned', async () => {
    const chat = await w.channel(owner)
    await expect(channel(chat, ann)).rejects.toMatchObject({ type: 'CHANNEL_PRIVATE' })
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    expect((await channel(chat, ann)).own).toBeUndefined()
    await w.unit((u) => u.db.chats.update(chat.id, { deleted: 1 }))
    await expect(channel(chat, owner)).rejects.toMatchObject({ type: 'CHANNEL_PRIVATE' })
  })

  it('counts what the viewer has not read, and admins’ numbers for admins only', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.unit(async (u) =>
      postToChat(u, await freshChat(u, chat.id), owner.id, { text: 'hello' }),
    )
    const full = await channel(chat, ann)
    // The message that announced Ann came after the mark as well.
    expect(full.unread).toBe(2)
    expect(full.counts).toBeUndefined()
    expect((await channel(chat, owner)).counts).toEqual({ admins: 1, kicked: 0, restricted: 0 })
  })

  it('knows the group that it was, for those who were there', async () => {
    const old = await w.group(owner, ann)
    const chat = await w.unit((u) => migrateChat(u, owner.caller, old.id))
    const last = await w.unit((u) => u.db.messages.dialog(ann.id, 'chat', old.id))
    expect((await channel(chat, ann)).migratedFrom).toEqual({
      chatId: old.id,
      maxId: last?.topMessage,
    })
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    expect((await channel(chat, await w.createUser())).migratedFrom).toBeUndefined()
  })
})

it('shows a basic group to who was there, and to nobody else', async () => {
  const chat = await w.group(owner, ann)
  await w.standing(chat, ann, { status: 'left' })
  expect((await group(chat, ann)).own?.status).toBe('left')
  await expect(group(chat, await w.createUser())).rejects.toMatchObject({ type: 'CHAT_ID_INVALID' })
})

async function freshChat(u: Parameters<typeof getFullChat>[0], id: number): Promise<ChatRow> {
  const chat = await u.db.chats.byId(id)
  if (!chat) throw new Error('no chat')
  return chat
}
