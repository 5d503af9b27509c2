import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  channelInput,
  createChatWorld,
  heard,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import type { TestAccount } from '../testing.ts'
import { postToChat, postToUser } from './post.ts'
import { readChannel, readHistory } from './read.ts'

let w: ChatWorld
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
})
afterEach(() => w.close())

describe('reading a private chat', () => {
  beforeEach(async () => {
    await w.unit((u) => postToUser(u, ann.id, ann.id, { text: 'a note' }))
    for (const text of ['one', 'two', 'three']) {
      await w.unit((u) => postToUser(u, ann.id, bob.id, { text }))
    }
  })

  it('tells the reader’s sessions, and the author in his own numbers', async () => {
    const events = await w.events((u) => readHistory(u, bob.caller, userInput(u, bob, ann), 2))
    expect(events).toMatchObject([
      {
        accountId: bob.id,
        ptsCount: 1,
        update: { kind: 'readInbox', peerId: ann.id, maxId: 2, stillUnread: 1 },
      },
      {
        accountId: ann.id,
        ptsCount: 1,
        update: { kind: 'readOutbox', peerKind: 'user', peerId: bob.id, maxId: 3 },
      },
    ])
  })

  it('again, or of nothing, changes nothing', async () => {
    const read = (maxId: number) =>
      w.unit((u) => readHistory(u, bob.caller, userInput(u, bob, ann), maxId))
    const first = await read(0)
    expect(first.ptsCount).toBe(1)
    expect(await read(0)).toEqual({ pts: first.pts, ptsCount: 0 })
    expect(await read(1)).toEqual({ pts: first.pts, ptsCount: 0 })
    const stranger = await w.createUser()
    const none = await w.unit((u) =>
      readHistory(u, stranger.caller, userInput(u, stranger, ann), 0),
    )
    expect(none.ptsCount).toBe(0)
  })
})

describe('reading a basic group', () => {
  it('tells every author once, and no bot', async () => {
    const bot = await w.createBot()
    const other = await w.createUser()
    const chat = await w.group(ann, bob, other, bot)
    for (const from of [ann, other, other, bot]) {
      await w.unit((u) => postToChat(u, chat, from.id, { text: '/x' }))
    }
    const events = await w.events((u) =>
      readHistory(u, bob.caller, { kind: 'chat', chatId: chat.id }, 0),
    )
    expect(heard(events)).toEqual([
      `${bob.id}:readInbox`,
      `${ann.id}:readOutbox`,
      `${other.id}:readOutbox`,
    ])
  })
})

describe('reading a channel', () => {
  it('tells outside the sequence how far, with the channel’s own pts', async () => {
    const chat = await w.supergroup(ann, bob)
    await w.unit((u) => postToChat(u, chat, ann.id, { text: 'hello' }))
    const { pts, lastMessageId } = await w.chat(chat.id)
    const read = (who: TestAccount) =>
      w.events((u) => readChannel(u, who.caller, channelInput(u, who, chat), 0))
    expect(await read(bob)).toMatchObject([
      {
        accountId: bob.id,
        ptsCount: 0,
        update: { kind: 'readInbox', maxId: lastMessageId, stillUnread: 0, channelPts: pts },
      },
      { accountId: ann.id, ptsCount: 0, update: { kind: 'readOutbox', peerId: chat.id } },
    ])
    expect(await read(bob)).toEqual([])
  })

  it('does nothing for somebody outside, and refuses a private one', async () => {
    const chat = await w.channel(ann)
    const read = () => w.unit((u) => readChannel(u, bob.caller, channelInput(u, bob, chat), 0))
    await expect(read()).rejects.toThrow('CHANNEL_PRIVATE')
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    await read()
    expect(await w.unit((u) => u.db.messages.dialog(bob.id, 'channel', chat.id))).toBe(undefined)
  })

  it('has its own method', async () => {
    const chat = await w.channel(ann)
    const refused = await w.refusal((u) =>
      readHistory(u, ann.caller, channelInput(u, ann, chat), 0),
    )
    expect(refused).toBe('PEER_ID_INVALID')
  })
})
