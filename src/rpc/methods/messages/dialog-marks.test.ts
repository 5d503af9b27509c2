import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createChannel } from '../../../domain/chats/create.ts'
import { ensurePrimary } from '../../../domain/invites/primary.ts'
import { addMember } from '../../../domain/members/join.ts'
import { postToChat, postToUser } from '../../../domain/messages/post.ts'
import type { TestAccount } from '../../../domain/testing.ts'
import type { ChatRow } from '../../../store/tables/chats.ts'
import { NEWEST_LAYER, OLDEST_LAYER } from '../../../tl/api.ts'
import type { TlObject } from '../../../tl/object.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../testing.ts'

/** Layers in which clients ask and are told. */
const LAYERS = [OLDEST_LAYER, 198, 214, NEWEST_LAYER]

let t: TestRpc
let ann: TestAccount
let bob: TestAccount
let chat: ChatRow
/** Ann's client that calls, and another one of hers. */
let client: TestClient
let other: TestClient

async function open(limits: Parameters<typeof createTestRpc>[1] = {}): Promise<void> {
  t = await createTestRpc([], limits)
  ann = await t.createUser({ firstName: 'Ann' })
  bob = await t.createUser({ firstName: 'Bob' })
  chat = await t.unit(async (u) => {
    const made = await createChannel(u, ann.caller, 'supergroup', 'Birds', '')
    await addMember(u, made, bob.id, { kind: 'added', byId: ann.id })
    await postToUser(u, ann.id, bob.id, { text: 'before' })
    return made
  })
  client = await t.connect({ account: ann })
  other = await t.connect({ account: ann })
  for (const one of [client, other]) await one.call('updates.getState')
  t.clock.advance(1)
}

beforeEach(() => open())
afterEach(() => t.close())

const hashOf = (kind: 'user' | 'channel', id: number, viewer = ann): Promise<bigint> =>
  t.unit((u) => Promise.resolve(u.accessHashes.of(viewer.id, kind, id)))
const user = async (who: TestAccount, viewer = ann) =>
  ({
    _: 'inputPeerUser',
    userId: who.id,
    accessHash: await hashOf('user', who.id, viewer),
  }) as const
const channel = async (viewer = ann) =>
  ({
    _: 'inputPeerChannel',
    channelId: chat.id,
    accessHash: await hashOf('channel', chat.id, viewer),
  }) as const
const dialog = async (peer: Promise<Awaited<ReturnType<typeof user | typeof channel>>>) =>
  ({ _: 'inputDialogPeer', peer: await peer }) as const

/** Updates that were pushed to a client, of one kind. */
async function pushed(to: TestClient, kind: string): Promise<TlObject[]> {
  const containers = (await to.pushed()) as (TlObject & { updates?: TlObject[] })[]
  return containers.flatMap((one) => one.updates ?? []).filter((one) => one._ === kind)
}

describe.each(LAYERS)('messages.editMessage in layer %d', (layer) => {
  it('answers with the message, tells the other side and stands in its difference', async () => {
    const his = await t.connect({ account: bob, layer })
    const { pts, qts, date } = await his.call('updates.getState')
    const answer = await client.call('messages.editMessage', {
      peer: await user(bob),
      id: 1,
      message: 'after',
    })
    const message = { _: 'message', id: 1, message: 'after', editDate: t.clock.now() }
    expect(answer).toMatchObject({
      updates: [{ _: 'updateEditMessage', message, pts: 3, ptsCount: 1 }],
    })
    expect(await pushed(his, 'updateEditMessage')).toMatchObject([{ message, ptsCount: 1 }])
    expect(await pushed(client, 'updateEditMessage')).toEqual([])
    expect(await pushed(other, 'updateEditMessage')).toHaveLength(1)
    expect(await his.call('updates.getDifference', { pts, qts, date })).toMatchObject({
      newMessages: [],
      otherUpdates: [{ _: 'updateEditMessage', message }],
      state: { pts: pts + 1 },
    })
  })

  it('tells the members of a supergroup by its own sequence', async () => {
    const his = await t.connect({ account: bob, layer })
    await his.call('updates.getState')
    const said = await t.unit((u) => postToChat(u, chat, ann.id, { text: 'before' }))
    const { pts } = await t.unit(async (u) => (await u.db.chats.byId(chat.id)) ?? chat)
    await client.call('messages.editMessage', {
      peer: await channel(),
      id: said.id,
      message: 'after',
    })
    const update = {
      _: 'updateEditChannelMessage',
      message: { id: said.id, message: 'after' },
      pts: pts + 1,
    }
    expect(await pushed(his, 'updateEditChannelMessage')).toMatchObject([update])
    const { accessHash } = await channel(bob)
    expect(
      await his.call('updates.getChannelDifference', {
        channel: { _: 'inputChannel', channelId: chat.id, accessHash },
        filter: { _: 'channelMessagesFilterEmpty' },
        pts,
        limit: 10,
      }),
    ).toMatchObject({ otherUpdates: [update], pts: pts + 1 })
  })
})

it('messages.editMessage refuses with the documented code', async () => {
  const his = await t.connect({ account: bob })
  await expect(
    his.call('messages.editMessage', { peer: await user(ann, bob), id: 1, message: 'mine' }),
  ).rejects.toMatchObject({ message: 'MESSAGE_AUTHOR_REQUIRED', code: 403 })
})

describe('pinned dialogs', () => {
  it('are told to the account’s other clients, and listed in their order', async () => {
    await client.call('messages.toggleDialogPin', { pinned: true, peer: await dialog(user(bob)) })
    await client.call('messages.toggleDialogPin', { pinned: true, peer: await dialog(channel()) })
    const peers = [
      { _: 'dialogPeer', peer: { _: 'peerUser', userId: bob.id } },
      { _: 'dialogPeer', peer: { _: 'peerChannel', channelId: chat.id } },
    ]
    expect(await pushed(other, 'updateDialogPinned')).toMatchObject(
      peers.map((peer) => ({ peer, pinned: true })),
    )
    expect(await pushed(client, 'updateDialogPinned')).toEqual([])
    const order = [await dialog(user(bob)), await dialog(channel())]
    await client.call('messages.reorderPinnedDialogs', { folderId: 0, order })
    expect(await pushed(other, 'updatePinnedDialogs')).toMatchObject([{ order: peers }])
    expect(await client.call('messages.getPinnedDialogs', { folderId: 0 })).toMatchObject({
      dialogs: [{ pinned: true, peer: { userId: bob.id } }, { peer: { channelId: chat.id } }],
      users: expect.arrayContaining([expect.objectContaining({ id: bob.id })]) as unknown,
    })
    expect(await client.call('messages.getPinnedDialogs', { folderId: 1 })).toMatchObject({
      dialogs: [],
    })
    await expect(client.call('messages.getPinnedDialogs', { folderId: 2 })).rejects.toThrow(
      'FOLDER_ID_INVALID',
    )
  })

  it('are left out of the list where the client asks for that', async () => {
    await client.call('messages.toggleDialogPin', { pinned: true, peer: await dialog(user(bob)) })
    const page = {
      offsetDate: 0,
      offsetId: 0,
      offsetPeer: { _: 'inputPeerEmpty' } as const,
      limit: 10,
      hash: 0n,
    }
    expect(await client.call('messages.getDialogs', page)).toMatchObject({
      dialogs: [{ peer: { userId: bob.id }, pinned: true }, { peer: { channelId: chat.id } }],
    })
    expect(
      await client.call('messages.getDialogs', { ...page, excludePinned: true }),
    ).toMatchObject({ _: 'messages.dialogs', dialogs: [{ peer: { channelId: chat.id } }] })
  })
})

it('a dialog that is marked as unread says so to every client of the account', async () => {
  const peer = await dialog(channel())
  await client.call('messages.markDialogUnread', { unread: true, peer })
  const marked = { _: 'dialogPeer', peer: { _: 'peerChannel', channelId: chat.id } }
  expect(await pushed(other, 'updateDialogUnreadMark')).toMatchObject([
    { unread: true, peer: marked },
  ])
  expect(await other.call('messages.getDialogUnreadMarks', {})).toMatchObject([marked])
  expect(await other.call('messages.getPeerDialogs', { peers: [peer] })).toMatchObject({
    dialogs: [{ unreadMark: true }],
  })
  const { accessHash } = peer.peer
  const input = { _: 'inputChannel', channelId: chat.id, accessHash } as const
  await client.call('channels.readHistory', { channel: input, maxId: 0 })
  expect(await client.call('messages.getDialogUnreadMarks', {})).toEqual([])
})

it('a deleted history is gone from the account’s other clients', async () => {
  const answer = await client.call('messages.deleteHistory', { peer: await user(bob), maxId: 0 })
  expect(answer).toEqual({ _: 'messages.affectedHistory', pts: 3, ptsCount: 1, offset: 0 })
  expect(await pushed(other, 'updateDeleteMessages')).toMatchObject([{ messages: [1], pts: 3 }])
  const { accessHash } = await channel()
  const cleared = await client.call('channels.deleteHistory', {
    channel: { _: 'inputChannel', channelId: chat.id, accessHash },
    maxId: 0,
  })
  const upTo = (await t.unit((u) => u.db.chats.byId(chat.id)))?.lastMessageId ?? 0
  const update = {
    _: 'updateChannelAvailableMessages',
    channelId: chat.id,
    availableMinId: upTo,
  }
  expect(cleared).toMatchObject({ updates: [update], chats: [{ id: chat.id }] })
  expect(await pushed(other, update._)).toMatchObject([update])
})

describe('contacts.block', () => {
  it('is told to the account’s other clients and shown where the user is', async () => {
    await client.call('contacts.block', { id: await user(bob) })
    const peerId = { _: 'peerUser', userId: bob.id }
    expect(await pushed(other, 'updatePeerBlocked')).toMatchObject([{ blocked: true, peerId }])
    expect(await client.call('contacts.getBlocked', { offset: 0, limit: 10 })).toMatchObject({
      _: 'contacts.blocked',
      blocked: [{ peerId, date: t.clock.now() }],
      users: [{ id: bob.id }],
    })
    const id = { ...(await user(bob)), _: 'inputUser' } as const
    expect(await client.call('users.getFullUser', { id })).toMatchObject({
      fullUser: { blocked: true },
    })
    await client.call('contacts.unblock', { id: await user(bob) })
    expect(await client.call('contacts.getBlocked', { offset: 0, limit: 10 })).toMatchObject({
      blocked: [],
    })
  })

  it('of a bot reaches the bot by its qts, live and in the difference', async () => {
    const bot = await t.createBot()
    const its = await t.connect({ account: bot })
    const { pts, qts, date } = await its.call('updates.getState')
    await client.call('contacts.block', { id: await user(bot) })
    const update = { _: 'updateBotStopped', userId: ann.id, stopped: true, qts: qts + 1 }
    expect(await pushed(its, update._)).toMatchObject([update])
    expect(await its.call('updates.getDifference', { pts, qts, date })).toMatchObject({
      otherUpdates: [update],
      state: { qts: qts + 1 },
    })
  })
})

it('messages.checkChatInvite gives a look into the chat where the server is told to', async () => {
  await t.close()
  await open({ limits: { invitePeekSeconds: 60 } })
  const guest = await t.createUser()
  const { hash } = await t.unit((u) => ensurePrimary(u, chat, ann.id))
  for (const layer of LAYERS) {
    const looking = await t.connect({ account: guest, layer })
    expect(await looking.call('messages.checkChatInvite', { hash })).toMatchObject({
      _: 'chatInvitePeek',
      chat: { _: 'channel', id: chat.id, left: true, title: 'Birds' },
      expires: t.clock.now() + 60,
    })
    const page = {
      offsetId: 0,
      offsetDate: 0,
      addOffset: 0,
      limit: 5,
      maxId: 0,
      minId: 0,
      hash: 0n,
    }
    expect(
      await looking.call('messages.getHistory', { peer: await channel(guest), ...page }),
    ).toMatchObject({ _: 'messages.channelMessages', count: 2 })
  }
})
