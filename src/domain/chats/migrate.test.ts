import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { addMember } from '../members/join.ts'
import { editChatAdmin } from '../members/promote.ts'
import { deleteChatUser } from '../members/leave.ts'
import type { TestAccount } from '../testing.ts'
import { migrateChat } from './migrate.ts'
import { BASIC_GROUP_ADMIN_RIGHTS } from './rights.ts'
import { bannedMask, createChatWorld, heard, userInput, type ChatWorld } from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld({ channelsPerUser: 2 })
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
})
afterEach(() => w.close())

const migrate = (chat: ChatRow, who = owner) => w.unit((u) => migrateChat(u, who.caller, chat.id))

describe('a migrated group', () => {
  it('lives on as a supergroup with its members, admins and settings', async () => {
    const group = await w.group(owner, ann, bob)
    await w.unit((u) => editChatAdmin(u, owner.caller, group.id, userInput(u, owner, ann), true))
    await w.unit((u) => deleteChatUser(u, owner.caller, group.id, userInput(u, owner, bob), false))
    const defaultBannedRights = bannedMask('sendPolls')
    await w.unit((u) => u.db.chats.update(group.id, { about: 'of prey', defaultBannedRights }))
    const chat = await migrate(group)
    expect(await w.chat(chat.id)).toMatchObject({
      kind: 'supergroup',
      title: 'Birds',
      about: 'of prey',
      defaultBannedRights,
      creatorId: owner.id,
      migratedFrom: group.id,
    })
    expect(await w.counts(chat)).toEqual({ rows: 2, count: 2 })
    expect((await w.member(chat, owner)).status).toBe('creator')
    expect(await w.member(chat, ann)).toMatchObject({
      status: 'admin',
      adminRights: BASIC_GROUP_ADMIN_RIGHTS,
    })
    // A basic group keeps no bans: Bob, who was removed, begins anew.
    expect(await w.unit((u) => u.db.members.find(chat.id, bob.id))).toBeUndefined()
  })

  it('leaves the old group deactivated, for good', async () => {
    const group = await w.group(owner, ann)
    const chat = await migrate(group)
    expect(await w.chat(group.id)).toMatchObject({ deleted: 1, migratedTo: chat.id })
    await expect(migrate(group)).rejects.toMatchObject({
      type: 'CHAT_ID_INVALID',
      migrateToChatId: chat.id,
    })
  })

  it('keeps its links, their uses and its requests', async () => {
    const group = await w.group(owner, ann)
    const link = await w.unit((u) => u.db.invites.primary(group.id, owner.id))
    if (!link) throw new Error('no primary link')
    await w.unit((u) => addMember(u, group, bob.id, { kind: 'link', invite: link }))
    const eve = await w.createUser()
    await w.unit(async (u) => {
      const request = { chatId: group.id, userId: eve.id, inviteId: null, date: u.now, about: '' }
      await u.db.invites.insertRequest(request)
      await u.db.chats.addRequestsPending(group.id, 1)
    })
    const chat = await migrate(group)
    const moved = await w.unit((u) => u.db.invites.primary(chat.id, owner.id))
    expect(moved).toMatchObject({ hash: link.hash, usage: 1, revoked: 0 })
    expect((await w.member(chat, bob)).inviteId).toBe(link.id)
    expect((await w.chat(chat.id)).requestsPending).toBe(1)
    expect(await w.unit((u) => u.db.invites.request(chat.id, eve.id))).toBeDefined()
    const joined = await w.unit((u) => addMember(u, chat, eve.id, { kind: 'link', invite: link }))
    expect(joined.chatId).toBe(chat.id)
  })

  it('is told to everybody in it: the new chat, the old one’s last message, the new one’s first', async () => {
    const group = await w.group(owner, ann)
    const events = await w.events((u) => migrateChat(u, owner.caller, group.id))
    expect(heard(events)).toEqual([
      `${owner.id}:channel`,
      `${ann.id}:channel`,
      `${owner.id}:newMessage`,
      `${ann.id}:newMessage`,
      'channel:newMessage',
    ])
  })
})

it('is for the creator, who has room for one more supergroup', async () => {
  const group = await w.group(owner, ann)
  await expect(migrate(group, ann)).rejects.toMatchObject({ type: 'CHAT_ADMIN_REQUIRED' })
  await w.channel(owner)
  await w.channel(owner)
  await expect(migrate(group)).rejects.toMatchObject({ type: 'CHANNELS_TOO_MUCH' })
})
