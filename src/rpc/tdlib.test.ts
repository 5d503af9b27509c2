import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createChannel } from '../domain/chats/create.ts'
import { setDiscussionGroup } from '../domain/chats/discussion.ts'
import { toggleSignatures } from '../domain/chats/edit.ts'
import { adminOf } from '../domain/chats/testing.ts'
import { addMember } from '../domain/members/join.ts'
import { postToChat, postToUser } from '../domain/messages/post.ts'
import type { InputPeer } from '../domain/peers.ts'
import type { TestAccount } from '../domain/testing.ts'
import type { ChatRow } from '../store/tables/chats.ts'
import type { TypeInputPeer, TypeUpdates } from '../tl/generated/base.ts'
import { createTestRpc, type TestClient, type TestRpc } from './testing.ts'

/**
 * What TDLib insists on and other clients do not: it logs an error, and often refuses the answer, where
 * one of these is missing. The client itself is run in e2e/tdlib.e2e.ts.
 */

const SLICE = 3

let t: TestRpc
let ann: TestAccount
let client: TestClient

beforeEach(async () => {
  t = await createTestRpc([], { limits: { differenceSize: SLICE } })
  ann = await t.createUser({ firstName: 'Ann' })
  client = await t.connect({ account: ann })
})
afterEach(() => t.close())

function make(kind: 'supergroup' | 'channel', title = 'Birds'): Promise<ChatRow> {
  return t.unit((u) => createChannel(u, ann.caller, kind, title, ''))
}

async function peerOf({ id }: ChatRow): Promise<InputPeer & { kind: 'channel' }> {
  const accessHash = await t.unit(async (u) => u.accessHashes.of(ann.id, 'channel', id))
  return { kind: 'channel', channelId: id, accessHash }
}

describe('an answer', () => {
  it('to the making of a chat has one updateMessageID, of its first message', async () => {
    const request = { title: 'Birds', about: '' }
    const made = [
      (await client.call('messages.createChat', { title: 'Few', users: [] })).updates,
      await client.call('channels.createChannel', { ...request, broadcast: true }),
      await client.call('channels.createChannel', { ...request, megagroup: true }),
    ]
    for (const updates of made) {
      const [first, ...rest] = kindsOf(updates, 'updateMessageID')
      expect(rest).toEqual([])
      const messages = [
        ...kindsOf(updates, 'updateNewMessage'),
        ...kindsOf(updates, 'updateNewChannelMessage'),
      ]
      expect(messages).toHaveLength(1)
      expect(first?.id).toBe(messages[0]?.message.id)
    }
  })

  it('of dialogs goes on after a channel that is named without its access hash', async () => {
    const birds = await make('channel')
    t.clock.advance(1)
    const bees = await make('channel', 'Bees')
    const page = await client.call('messages.getDialogs', {
      offsetDate: t.clock.now(),
      offsetId: 1,
      offsetPeer: { _: 'inputPeerChannel', channelId: bees.id, accessHash: 0n },
      limit: 100,
      hash: 0n,
    })
    expect(page).toMatchObject({ dialogs: [{ peer: { channelId: birds.id } }] })
  })

  it('with admin rights has `other` among them', async () => {
    const owner = await t.createUser({ firstName: 'Owner' })
    const chat = await t.unit(async (u) => {
      const made = await createChannel(u, owner.caller, 'channel', 'Birds', '')
      await addMember(u, made, ann.id, { kind: 'added', byId: owner.id })
      await u.db.members.update(made.id, ann.id, adminOf('inviteUsers'))
      return made
    })
    const { channelId, accessHash } = await peerOf(chat)
    const id = [{ _: 'inputChannel', channelId, accessHash } as const]
    expect(await client.call('channels.getChannels', { id })).toMatchObject({
      chats: [{ adminRights: { inviteUsers: true, other: true } }],
    })
  })

  it('of what there is none of has its forms all the same', async () => {
    expect(await client.call('messages.getDialogFilters')).toMatchObject({
      filters: [{ _: 'dialogFilterDefault' }],
    })
    expect(await client.call('stories.getAllStories', {})).not.toHaveProperty('state', '')
    const peer = { _: 'inputPeerSelf' } as const
    expect(await client.call('stories.getPeerStories', { peer })).toMatchObject({
      stories: { peer: { _: 'peerUser', userId: ann.id }, stories: [] },
      users: [{ id: ann.id }],
    })
  })
})

it('a difference names the random ids of what the account itself sent', async () => {
  const { accessHash, channelId } = await peerOf(await make('channel'))
  const { pts, qts, date } = await client.call('updates.getState')
  const send = (peer: TypeInputPeer, randomId: bigint) =>
    client.call('messages.sendMessage', { peer, message: 'sent', randomId })
  await send({ _: 'inputPeerSelf' }, -7n)
  await send({ _: 'inputPeerChannel', channelId, accessHash }, 8n)
  const own = await client.call('updates.getDifference', { pts, qts, date })
  expect(own).toMatchObject({
    newMessages: [{ id: 1 }],
    otherUpdates: expect.arrayContaining([{ _: 'updateMessageID', id: 1, randomId: -7n }]) as [],
  })
  const asked = {
    channel: { _: 'inputChannel', channelId, accessHash },
    filter: { _: 'channelMessagesFilterEmpty' },
    pts: 2,
    limit: 100,
  } as const
  expect(await client.call('updates.getChannelDifference', asked)).toMatchObject({
    newMessages: [{ id: 2 }],
    otherUpdates: [{ _: 'updateMessageID', id: 2, randomId: 8n }],
  })
  const other = await t.createUser()
  await t.unit(async (u) => {
    const chat = await u.db.chats.byId(channelId)
    if (chat) await addMember(u, chat, other.id, { kind: 'public' })
  })
  const theirs = await t.connect({ account: other })
  const hash = await t.unit(async (u) => u.accessHashes.of(other.id, 'channel', channelId))
  const channel = { _: 'inputChannel', channelId, accessHash: hash } as const
  expect(await theirs.call('updates.getChannelDifference', { ...asked, channel })).toMatchObject({
    newMessages: [{ id: 2 }],
    otherUpdates: [],
  })
})

describe('the difference of a channel', () => {
  it('has no timeout while there is more of it', async () => {
    const chat = await make('supergroup')
    for (const text of ['one', 'two', 'three', 'four'])
      await t.unit((u) => postToChat(u, chat, ann.id, { text }))
    const first = await difference(chat, 1)
    expect(first).toMatchObject({ _: 'updates.channelDifference', newMessages: { length: SLICE } })
    expect(first).not.toHaveProperty('timeout')
    expect(await difference(chat, 1 + SLICE)).toHaveProperty('timeout')
  })

  it('tells a changed channel by its chats and not by updateChannel', async () => {
    const chat = await make('channel')
    const input = await peerOf(chat)
    await t.unit((u) => postToChat(u, chat, ann.id, { text: 'news' }))
    await t.unit((u) => toggleSignatures(u, ann.caller, input, true))
    expect(await difference(chat, 2)).toMatchObject({
      newMessages: [{ message: 'news' }],
      otherUpdates: [],
      chats: [{ signatures: true }],
    })
  })

  async function difference(chat: ChatRow, pts: number): Promise<unknown> {
    const { channelId, accessHash } = await peerOf(chat)
    return client.call('updates.getChannelDifference', {
      channel: { _: 'inputChannel', channelId, accessHash },
      filter: { _: 'channelMessagesFilterEmpty' },
      pts,
      limit: 100,
    })
  }
})

it('a post of a channel with a discussion group has a place for comments', async () => {
  const [channel, group] = [await make('channel'), await make('supergroup')]
  const [from, to] = [await peerOf(channel), await peerOf(group)]
  await t.unit((u) => setDiscussionGroup(u, ann.caller, from, to))
  const sent = await client.call('messages.sendMessage', {
    peer: { _: 'inputPeerChannel', channelId: channel.id, accessHash: from.accessHash },
    message: 'news',
    randomId: 1n,
  })
  expect(kindsOf(sent, 'updateNewChannelMessage')).toMatchObject([
    { message: { replies: { comments: true, replies: 0, channelId: group.id } } },
  ])
})

type Kind = (TypeUpdates & { _: 'updates' })['updates'][number]

function kindsOf<N extends Kind['_']>(updates: TypeUpdates, name: N): Extract<Kind, { _: N }>[] {
  if (updates._ !== 'updates') throw new Error(updates._)
  return updates.updates.filter((one): one is Extract<Kind, { _: N }> => one._ === name)
}

describe('what an account writes to itself', () => {
  it('names its topic, and nothing that is written to others does', async () => {
    const bob = await t.createUser({ firstName: 'Bob' })
    const other = await t.connect({ account: ann })
    await other.call('updates.getState')
    for (const to of [ann.id, bob.id]) {
      await t.unit((u) => postToUser(u, ann.id, to, { text: 'hello' }))
    }
    const pushed = (await other.pushed()) as TypeUpdates[]
    const updates = pushed.flatMap((one) => (one._ === 'updates' ? one.updates : []))
    const topics = updates.flatMap((one) =>
      one._ === 'updateNewMessage' && one.message._ === 'message' ? [one.message.savedPeerId] : [],
    )
    expect(topics).toEqual([{ _: 'peerUser', userId: ann.id }, undefined])
  })
})
