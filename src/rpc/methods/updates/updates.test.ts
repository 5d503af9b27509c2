import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBasicGroup, createChannel } from '../../../domain/chats/create.ts'
import { adminOf } from '../../../domain/chats/testing.ts'
import { newInvite } from '../../../domain/invites/primary.ts'
import { addMember } from '../../../domain/members/join.ts'
import { deleteMessages } from '../../../domain/messages/delete.ts'
import { postToChat, postToUser } from '../../../domain/messages/post.ts'
import { TEST_NOW, type TestAccount } from '../../../domain/testing.ts'
import { tellAccount } from '../../../domain/updates/log.ts'
import type { ChatRow } from '../../../store/tables/chats.ts'
import { NEWEST_LAYER, OLDEST_LAYER } from '../../../tl/api.ts'
import type { InputChannel, Updates } from '../../../tl/generated/base.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../testing.ts'

let t: TestRpc
let ann: TestAccount
let bob: TestAccount

const LAYERS = [OLDEST_LAYER, 198, 214, NEWEST_LAYER]
const FIRST = { pts: 1, qts: 0, date: TEST_NOW }

beforeEach(async () => {
  t = await createTestRpc()
  ann = await t.createUser({ firstName: 'Ann' })
  bob = await t.createUser({ firstName: 'Bob' })
})
afterEach(() => t.close())

function supergroup(owner: TestAccount, ...members: TestAccount[]): Promise<ChatRow> {
  return t.unit(async (u) => {
    const chat = await createChannel(u, owner.caller, 'supergroup', 'Birds', '')
    for (const { id } of members) await addMember(u, chat, id, { kind: 'added', byId: owner.id })
    return chat
  })
}

async function input(who: TestAccount, { id }: ChatRow): Promise<InputChannel> {
  const accessHash = await t.unit(async (u) => u.accessHashes.of(who.id, 'channel', id))
  return { _: 'inputChannel', channelId: id, accessHash }
}

describe('updates.getState', () => {
  it('needs a login', async () => {
    const client = await t.connect()
    await expect(client.call('updates.getState')).rejects.toMatchObject({ code: 401 })
  })

  it('says where the sequences stand', async () => {
    await t.unit((u) => postToUser(u, bob.id, ann.id, { text: 'hello' }))
    const client = await t.connect({ account: ann })
    expect(await client.call('updates.getState')).toEqual({
      _: 'updates.state',
      pts: 2,
      qts: 0,
      date: TEST_NOW,
      seq: 1,
      unreadCount: 1,
    })
  })
})

describe('updates.getDifference', () => {
  it.each(LAYERS)('tells messages apart from other updates, in layer %d', async (layer) => {
    await t.unit((u) => postToUser(u, bob.id, ann.id, { text: 'one' }))
    await t.unit((u) => postToUser(u, bob.id, ann.id, { text: 'two' }))
    await t.unit((u) => deleteMessages(u, ann.caller, [1], false))
    const chat = await supergroup(ann)
    const client = await t.connect({ account: ann, layer })
    expect(await client.call('updates.getDifference', FIRST)).toMatchObject({
      _: 'updates.difference',
      newMessages: [{ id: 2, message: 'two' }],
      otherUpdates: [
        { _: 'updateDeleteMessages', messages: [1], pts: 4 },
        { _: 'updateChannel', channelId: chat.id },
        { _: 'updateChannelTooLong', channelId: chat.id, pts: 2 },
      ],
      users: [{ id: bob.id }],
      chats: [{ id: chat.id }],
      state: { pts: 4, seq: 1 },
    })
  })

  it('replays what was pushed to a session that stayed', async () => {
    const client = await t.connect({ account: ann })
    const { pts, qts, date } = await client.call('updates.getState')
    await t.unit((u) => postToUser(u, bob.id, ann.id, { text: 'one' }))
    await t.unit((u) => createBasicGroup(u, bob.caller, 'Few', [ann.row]))
    await t.unit((u) => postToUser(u, ann.id, bob.id, { text: 'two' }))
    // What is deleted before it was pushed would be pushed as deleted.
    await client.pushed()
    await t.unit((u) => deleteMessages(u, bob.caller, [3], true))
    await t.unit((u) => tellAccount(u, ann.id, { kind: 'userName', userId: bob.id }, 0))
    const pushed = ((await client.pushed()) as Updates[]).flatMap((one) => one.updates)
    const answer = await client.call('updates.getDifference', { pts, qts, date })
    if (answer._ !== 'updates.difference') throw new Error(answer._)
    const messages = pushed.flatMap((one) => (one._ === 'updateNewMessage' ? [one.message] : []))
    expect(answer.newMessages).toEqual(messages.filter((one) => one.id !== 3))
    expect(answer.otherUpdates).toEqual(pushed.filter((one) => one._ !== 'updateNewMessage'))
    expect(messages).toHaveLength(3)
  })

  it('is empty, a slice, or too long', async () => {
    const client = await t.connect({ account: ann })
    expect(await client.call('updates.getDifference', FIRST)).toEqual({
      _: 'updates.differenceEmpty',
      date: TEST_NOW,
      seq: 1,
    })
    for (let i = 0; i < 3; i++) await t.unit((u) => postToUser(u, bob.id, ann.id, { text: 'x' }))
    const ask = (more: object) => client.call('updates.getDifference', { ...FIRST, ...more })
    expect(await ask({ ptsLimit: 2 })).toMatchObject({
      _: 'updates.differenceSlice',
      intermediateState: { pts: 3 },
    })
    expect(await ask({ ptsTotalLimit: 2 })).toEqual({ _: 'updates.differenceTooLong', pts: 4 })
    await expect(ask({ pts: 0 })).rejects.toThrow('PERSISTENT_TIMESTAMP_EMPTY')
  })

  it.each(LAYERS)('tells a bot who came by which link, in layer %d', async (layer) => {
    const bot = await t.createBot()
    const chat = await supergroup(ann, bot)
    const [hers, its] = await t.unit(async (u) => {
      await u.db.members.update(chat.id, bot.id, adminOf('inviteUsers'))
      const { invites } = u.db
      const links = [
        await invites.insert(newInvite(u, chat, ann.id)),
        await invites.insert(newInvite(u, chat, bot.id)),
      ] as const
      await addMember(u, chat, bob.id, { kind: 'link', invite: links[0] })
      return links
    })
    const other = await t.createUser()
    await t.unit((u) => addMember(u, chat, other.id, { kind: 'link', invite: its }))
    const client = await t.connect({ account: bot, layer })
    const answer = await client.call('updates.getDifference', { ...FIRST, qts: 2 })
    const participant = { _: 'channelParticipant', userId: bob.id, date: TEST_NOW }
    expect(answer).toMatchObject({
      _: 'updates.difference',
      state: { qts: 4 },
    })
    if (answer._ !== 'updates.difference') throw new Error(answer._)
    expect(answer.otherUpdates.filter((one) => one._ === 'updateChannelParticipant')).toMatchObject(
      [
        {
          qts: 3,
          actorId: bob.id,
          newParticipant: participant,
          invite: { link: `https://t.me/+${hers.hash.slice(0, 8)}...`, adminId: ann.id },
        },
        { qts: 4, userId: other.id, invite: { link: `https://t.me/+${its.hash}` } },
      ],
    )
  })
})

describe('updates.getChannelDifference', () => {
  let chat: ChatRow
  let client: TestClient
  const filter = { _: 'channelMessagesFilterEmpty' } as const

  beforeEach(async () => {
    chat = await supergroup(bob, ann)
    for (const text of ['one', 'two', 'three']) {
      await t.unit((u) => postToChat(u, chat, bob.id, { text }))
    }
    client = await t.connect({ account: ann })
  })

  async function ask(more: object, from = client): Promise<unknown> {
    const channel = await input(ann, chat)
    const request = { channel, filter, pts: 3, limit: 100, ...more }
    return from.call('updates.getChannelDifference', request)
  }

  it.each(LAYERS)('tells what was said since, in layer %d', async (layer) => {
    const other = await t.connect({ account: ann, layer })
    expect(await ask({}, other)).toMatchObject({
      _: 'updates.channelDifference',
      final: true,
      pts: 6,
      newMessages: [{ message: 'one' }, { message: 'two' }, { message: 'three' }],
      users: [{ id: bob.id }],
      chats: [{ id: chat.id }],
    })
    expect(await ask({ pts: 6 }, other)).toMatchObject({
      _: 'updates.channelDifferenceEmpty',
      final: true,
      pts: 6,
    })
  })

  it.each(LAYERS)('begins anew where too much is missing, in layer %d', async (layer) => {
    const other = await t.connect({ account: ann, layer })
    expect(await ask({ limit: 2 }, other)).toMatchObject({
      _: 'updates.channelDifferenceTooLong',
      final: true,
      dialog: { pts: 6, topMessage: 5, unreadCount: 4 },
      messages: [{ message: 'three' }, { message: 'two' }],
    })
  })

  it('leaves out the messages that the filter does not want', async () => {
    const only = (minId: number, maxId: number, excludeNewMessages = false) =>
      ask({
        filter: {
          _: 'channelMessagesFilter',
          excludeNewMessages,
          ranges: [{ _: 'messageRange', minId, maxId }],
        },
      })
    expect(await only(4, 4)).toMatchObject({ newMessages: [{ message: 'two' }], pts: 6 })
    expect(await only(1, 9, true)).toMatchObject({ newMessages: [], pts: 6 })
    await expect(only(5, 4)).rejects.toThrow('RANGES_INVALID')
  })

  it('is refused to somebody outside', async () => {
    await t.unit((u) => u.db.members.update(chat.id, ann.id, { status: 'left' }))
    await expect(ask({})).rejects.toThrow('CHANNEL_PRIVATE')
  })
})
