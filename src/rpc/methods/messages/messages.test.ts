import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBasicGroup, createChannel } from '../../../domain/chats/create.ts'
import { addMember } from '../../../domain/members/join.ts'
import { postToChat, postToUser } from '../../../domain/messages/post.ts'
import type { TestAccount } from '../../../domain/testing.ts'
import type { ChatRow } from '../../../store/tables/chats.ts'
import { NEWEST_LAYER, OLDEST_LAYER } from '../../../tl/api.ts'
import type {
  InputPeerChannel,
  InputPeerUser,
  Message,
  MessageReplyHeader,
  Updates,
  UpdateNewChannelMessage,
  UpdateNewMessage,
} from '../../../tl/generated/base.ts'
import type { TlMethods } from '../../../tl/generated/methods.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../testing.ts'

let t: TestRpc
let ann: TestAccount
let bob: TestAccount
let client: TestClient

/** Layers in which clients ask and are answered. */
const LAYERS = [OLDEST_LAYER, 198, 214, NEWEST_LAYER]

beforeEach(async () => {
  t = await createTestRpc()
  ann = await t.createUser({ firstName: 'Ann' })
  bob = await t.createUser({ firstName: 'Bob' })
  client = await t.connect({ account: ann })
})
afterEach(() => t.close())

function hash(kind: 'user' | 'channel', id: number): Promise<bigint> {
  return t.unit((u) => Promise.resolve(u.accessHashes.of(ann.id, kind, id)))
}

async function user(who: TestAccount): Promise<InputPeerUser> {
  return { _: 'inputPeerUser', userId: who.id, accessHash: await hash('user', who.id) }
}

async function channel({ id }: ChatRow): Promise<InputPeerChannel> {
  return { _: 'inputPeerChannel', channelId: id, accessHash: await hash('channel', id) }
}

function supergroup(...members: TestAccount[]): Promise<ChatRow> {
  return t.unit(async (u) => {
    const chat = await createChannel(u, ann.caller, 'supergroup', 'Birds', '')
    for (const { id } of members) await addMember(u, chat, id, { kind: 'added', byId: ann.id })
    return chat
  })
}

type Send = Omit<TlMethods['messages.sendMessage']['request'], '_'>

function send(request: Send, from = client): Promise<Updates> {
  return from.call('messages.sendMessage', request) as Promise<Updates>
}

describe('messages.sendMessage', () => {
  it('tells where a thread of answers began, unless that is the message answered', async () => {
    const peer = await channel(await supergroup())
    const ids: number[] = []
    const threads: unknown[] = []
    for (const randomId of [1n, 2n, 3n, 4n]) {
      const replyToMsgId = ids.at(-1)
      const replyTo =
        replyToMsgId === undefined
          ? undefined
          : ({ _: 'inputReplyToMessage', replyToMsgId } as const)
      const { updates } = await send({ peer, message: 'x', randomId, replyTo })
      const told = updates.find((one) => one._ === 'updateNewChannelMessage')
      const message = (told as UpdateNewChannelMessage).message as Message
      ids.push(message.id)
      threads.push((message.replyTo as MessageReplyHeader | undefined)?.replyToTopId)
    }
    expect(threads).toEqual([undefined, undefined, ids[0], ids[0]])
  })

  it('answers with the id of the random_id and the message, formatting and all', async () => {
    const mention = await user(bob)
    const answer = await send({
      peer: await user(bob),
      message: 'you and /start',
      randomId: -5n,
      entities: [
        { _: 'messageEntityBold', offset: 4, length: 3 },
        {
          _: 'inputMessageEntityMentionName',
          offset: 0,
          length: 3,
          userId: { ...mention, _: 'inputUser' },
        },
      ],
    })
    expect(answer.updates).toMatchObject([
      { _: 'updateMessageID', id: 1, randomId: -5n },
      {
        _: 'updateNewMessage',
        pts: 2,
        ptsCount: 1,
        message: {
          out: true,
          message: 'you and /start',
          peerId: { _: 'peerUser', userId: bob.id },
          entities: [
            { _: 'messageEntityMentionName', userId: bob.id },
            { _: 'messageEntityBold', offset: 4, length: 3 },
            { _: 'messageEntityBotCommand', offset: 8, length: 6 },
          ],
        },
      },
    ])
    expect(answer.users.map((one) => one.id).sort()).toEqual([ann.id, bob.id].sort())
  })

  it('answers a repeated random_id as the first time', async () => {
    const request = { peer: await user(bob), message: 'hello', randomId: 7n }
    const first = await send(request)
    await send({ ...request, randomId: 8n })
    expect(await send(request)).toEqual(first)
    const chat = await supergroup()
    const inChat = { ...request, peer: await channel(chat) }
    expect(await send(inChat)).toEqual(await send(inChat))
  })

  it('into a channel tells as well that the caller has read it', async () => {
    const answer = await send({
      peer: await channel(await supergroup()),
      message: 'hello',
      randomId: 1n,
    })
    const [, message] = answer.updates as [unknown, UpdateNewChannelMessage]
    expect(answer.updates).toMatchObject([
      { _: 'updateMessageID' },
      { _: 'updateNewChannelMessage', message: { out: true, id: 2 } },
      { _: 'updateReadChannelInbox', maxId: 2, stillUnreadCount: 0, pts: message.pts },
    ])
  })

  it('shows a guest of a discussion group their own message', async () => {
    const chat = await t.unit(async (u) => {
      const made = await createChannel(u, bob.caller, 'supergroup', 'Talk', '')
      await u.db.chats.update(made.id, { username: 'talk_talk', linkedChatId: 1 })
      return made
    })
    const answer = await send({ peer: await channel(chat), message: 'hello', randomId: 1n })
    expect(answer.updates).toContainEqual(expect.objectContaining({ _: 'updateNewChannelMessage' }))
  })

  it.each(LAYERS)('speaks layer %d', async (layer) => {
    const other = await t.connect({ account: ann, layer })
    const answer = await send({ peer: await user(bob), message: 'x', randomId: 1n }, other)
    const message = answer.updates[1] as UpdateNewMessage
    expect(message.message).toMatchObject({ _: 'message', message: 'x' })
  })
})

describe('the history of a peer', () => {
  it('comes whole, in slices, and of channels with their pts', async () => {
    for (let i = 0; i < 3; i++) await t.unit((u) => postToUser(u, bob.id, ann.id, { text: 'x' }))
    const page = { offsetId: 0, offsetDate: 0, addOffset: 0, maxId: 0, minId: 0, hash: 0n }
    const peer = await user(bob)
    expect(await client.call('messages.getHistory', { ...page, peer, limit: 3 })).toMatchObject({
      _: 'messages.messages',
      messages: [{ id: 3 }, { id: 2 }, { id: 1 }],
    })
    expect(await client.call('messages.getHistory', { ...page, peer, limit: 2 })).toMatchObject({
      _: 'messages.messagesSlice',
      count: 3,
    })
    const chat = await channel(await supergroup())
    expect(
      await client.call('messages.getHistory', { ...page, peer: chat, limit: 2 }),
    ).toMatchObject({ _: 'messages.channelMessages', count: 1, pts: 2 })
  })

  it('is searched for texts, and holds no media', async () => {
    await t.unit((u) => postToUser(u, bob.id, ann.id, { text: 'Blue bird' }))
    const search = async (filter: 'inputMessagesFilterEmpty' | 'inputMessagesFilterPhotos') =>
      client.call('messages.search', {
        peer: await user(bob),
        q: 'BIRD',
        filter: { _: filter },
        minDate: 0,
        maxDate: 0,
        offsetId: 0,
        addOffset: 0,
        limit: 10,
        maxId: 0,
        minId: 0,
        hash: 0n,
      })
    expect(await search('inputMessagesFilterEmpty')).toMatchObject({ messages: [{ id: 1 }] })
    expect(await search('inputMessagesFilterPhotos')).toMatchObject({ messages: [] })
  })

  it('is read message by message, with messageEmpty for what is gone', async () => {
    await t.unit((u) => postToUser(u, bob.id, ann.id, { text: 'x' }))
    const id = [1, 9].map((one) => ({ _: 'inputMessageID', id: one }) as const)
    expect(await client.call('messages.getMessages', { id })).toMatchObject({
      _: 'messages.messages',
      messages: [
        { _: 'message', id: 1 },
        { _: 'messageEmpty', id: 9 },
      ],
      users: [{ id: bob.id }],
    })
    const chat = await supergroup()
    const asked = { channel: { ...(await channel(chat)), _: 'inputChannel' as const }, id }
    expect(await client.call('channels.getMessages', asked)).toMatchObject({
      _: 'messages.channelMessages',
      messages: [{ _: 'messageService' }, { _: 'messageEmpty' }],
      chats: [{ id: chat.id }],
    })
  })
})

describe('dialogs', () => {
  const start = {
    offsetDate: 0,
    offsetId: 0,
    offsetPeer: { _: 'inputPeerEmpty' },
    limit: 10,
    hash: 0n,
  } as const

  it.each(LAYERS)('are complete with messages, users and chats in layer %d', async (layer) => {
    const chat = await supergroup(bob)
    const group = await t.unit((u) => createBasicGroup(u, ann.caller, 'Few', [bob.row]))
    await t.unit((u) => postToUser(u, bob.id, ann.id, { text: 'hello' }))
    const other = await t.connect({ account: ann, layer })
    const answer = await other.call('messages.getDialogs', start)
    if (answer._ !== 'messages.dialogs') throw new Error(answer._)
    expect(answer.dialogs.map((one) => one._ === 'dialog' && one.peer)).toEqual(
      expect.arrayContaining([
        { _: 'peerChannel', channelId: chat.id },
        { _: 'peerChat', chatId: group.id },
        { _: 'peerUser', userId: bob.id },
      ]),
    )
    expect(answer.messages).toHaveLength(3)
    expect(answer.chats.map((one) => one.id).sort()).toEqual([chat.id, group.id].sort())
    expect(answer.users.map((one) => one.id)).toContain(bob.id)
    expect(answer.dialogs.find((one) => one._ === 'dialog' && one.pts !== undefined)).toMatchObject(
      { peer: { channelId: chat.id }, notifySettings: { _: 'peerNotifySettings' } },
    )
  })

  it('come in slices, and none are archived', async () => {
    await supergroup()
    await supergroup()
    expect(await client.call('messages.getDialogs', { ...start, limit: 1 })).toMatchObject({
      _: 'messages.dialogsSlice',
      count: 2,
    })
    expect(await client.call('messages.getDialogs', { ...start, folderId: 1 })).toMatchObject({
      _: 'messages.dialogs',
      dialogs: [],
    })
    await expect(client.call('messages.getDialogs', { ...start, folderId: 2 })).rejects.toThrow(
      'FOLDER_ID_INVALID',
    )
  })

  it('are there for every peer that is asked for, with the account’s state', async () => {
    const chat = await supergroup(bob)
    const peers = [await user(bob), await channel(chat)].map(
      (peer) => ({ _: 'inputDialogPeer', peer }) as const,
    )
    expect(await client.call('messages.getPeerDialogs', { peers })).toMatchObject({
      _: 'messages.peerDialogs',
      dialogs: [
        { peer: { userId: bob.id }, topMessage: 0, unreadCount: 0 },
        { peer: { channelId: chat.id }, topMessage: 2, pts: 3 },
      ],
      state: { pts: 1, seq: 1 },
    })
    await expect(client.call('messages.getPeerDialogs', { peers: [] })).rejects.toThrow(
      'INPUT_PEERS_EMPTY',
    )
    expect(await client.call('messages.getPinnedDialogs', { folderId: 1 })).toMatchObject({
      dialogs: [],
      state: { pts: 1 },
    })
  })
})

describe('what there is none of', () => {
  it('is answered empty, for peers that are there', async () => {
    const peer = await user(bob)
    await client.call('messages.getPeerSettings', { peer })
    expect(await client.call('messages.getOnlines', { peer })).toMatchObject({ onlines: 1 })
    expect(await client.call('messages.getScheduledHistory', { peer, hash: 0n })).toMatchObject({
      messages: [],
    })
    const filters = [{ _: 'inputMessagesFilterPhotos' }] as const
    expect(await client.call('messages.getSearchCounters', { peer, filters })).toMatchObject([
      { filter: filters[0], count: 0 },
    ])
    expect(await client.call('messages.readReactions', { peer })).toMatchObject({ ptsCount: 0 })
    const chat = await channel(await supergroup())
    expect(await client.call('messages.readMentions', { peer: chat })).toMatchObject({ pts: 2 })
    const action = { _: 'sendMessageTypingAction' } as const
    expect(await client.call('messages.setTyping', { peer, action })).toBe(true)
    const wrong = { ...peer, accessHash: 1n }
    await expect(client.call('messages.setTyping', { peer: wrong, action })).rejects.toThrow(
      'PEER_ID_INVALID',
    )
  })
})

describe('deleting and reading', () => {
  it('answers how far the pts went', async () => {
    await t.unit((u) => postToUser(u, bob.id, ann.id, { text: 'x' }))
    expect(
      await client.call('messages.readHistory', { peer: await user(bob), maxId: 0 }),
    ).toMatchObject({ _: 'messages.affectedMessages', pts: 3, ptsCount: 1 })
    expect(await client.call('messages.deleteMessages', { id: [1], revoke: true })).toMatchObject({
      pts: 4,
      ptsCount: 1,
    })
    const chat = await supergroup()
    await t.unit((u) => postToChat(u, chat, ann.id, { text: 'x' }))
    const there = { ...(await channel(chat)), _: 'inputChannel' as const }
    expect(await client.call('channels.readHistory', { channel: there, maxId: 0 })).toBe(true)
    expect(await client.call('channels.deleteMessages', { channel: there, id: [2] })).toMatchObject(
      { pts: 4, ptsCount: 1 },
    )
  })
})
