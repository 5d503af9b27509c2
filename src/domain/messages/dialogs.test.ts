import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channelInput, createChatWorld, userInput, type ChatWorld } from '../chats/testing.ts'
import { addMember } from '../members/join.ts'
import type { InputPeer } from '../peers.ts'
import type { TestAccount } from '../testing.ts'
import { dialogWith, listDialogs, unreadCount, type Dialog, type DialogPage } from './dialogs.ts'
import { postToChat, postToUser } from './post.ts'

let w: ChatWorld
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
})
afterEach(() => w.close())

const START: DialogPage = {
  offsetDate: 0,
  offsetId: 0,
  offsetPeer: { kind: 'empty' },
  limit: 100,
}

function dialogs(who: TestAccount, patch: Partial<DialogPage> = {}) {
  return w.unit((u) => listDialogs(u, who.caller, { ...START, ...patch }))
}

describe('the list of dialogs', () => {
  it('holds private chats, basic groups and channels, the newest message first', async () => {
    const chat = await w.channel(ann)
    w.clock.advance(1)
    const group = await w.group(ann, bob)
    w.clock.advance(1)
    await w.unit((u) => postToUser(u, bob.id, ann.id, { text: 'hello' }))
    w.clock.advance(1)
    await w.unit((u) => postToChat(u, chat, ann.id, { text: 'news' }))
    const list = await dialogs(ann)
    expect(list.dialogs).toMatchObject([
      { peerKind: 'channel', peerId: chat.id, unread: 0, channelPts: 3, top: { text: 'news' } },
      { peerKind: 'user', peerId: bob.id, unread: 1, channelPts: undefined },
      { peerKind: 'chat', peerId: group.id, unread: 0 },
    ])
    expect(list.count).toBe(3)
  })

  it('has dialogs of one second in the order of their ids in clients, as TDLib asks for pages', async () => {
    const first = await w.channel(ann)
    const second = await w.channel(ann)
    const { dialogs: both } = await dialogs(ann)
    expect(both.map(({ peerId }) => peerId)).toEqual([first.id, second.id])
    const offset = { offsetDate: w.clock.now(), offsetId: 1 }
    const offsetPeer = await w.unit(async (u) => channelInput(u, ann, first))
    const { dialogs: next } = await dialogs(ann, { ...offset, offsetPeer })
    expect(next.map(({ peerId }) => peerId)).toEqual([second.id])
  })

  it('can be read page by page, each dialog once', async () => {
    for (let i = 0; i < 7; i++) {
      const other = await w.createUser()
      await w.unit((u) => postToUser(u, other.id, ann.id, { text: 'hello' }))
      if (i % 3 === 0) w.clock.advance(1)
    }
    await w.supergroup(ann)
    const seen: number[] = []
    let page = START
    for (;;) {
      const { dialogs: some, count } = await dialogs(ann, { ...page, limit: 3 })
      expect(count).toBe(8)
      seen.push(...some.map((one) => one.peerId))
      const last = some.at(-1)
      if (!last?.top) break
      const offsetPeer = await inputOf(last)
      page = { ...START, offsetDate: last.top.date, offsetId: last.top.id, offsetPeer }
    }
    const all = await dialogs(ann)
    expect(seen).toEqual(all.dialogs.map((one) => one.peerId))
    expect(new Set(seen).size).toBe(8)
  })

  it('is without channels that the account is not in', async () => {
    const chat = await w.supergroup(bob, ann)
    expect((await dialogs(ann)).count).toBe(1)
    await w.standing(chat, ann, { status: 'left' })
    expect((await dialogs(ann)).count).toBe(0)
  })

  async function inputOf({ peerKind, peerId }: Dialog): Promise<InputPeer> {
    return w.unit(async (u) =>
      peerKind === 'user'
        ? userInput(u, ann, { id: peerId })
        : channelInput(u, ann, { id: peerId }),
    )
  }
})

describe('the dialog with a peer', () => {
  it('is there although nothing was said', async () => {
    const dialog = await w.unit((u) => dialogWith(u, ann.caller, userInput(u, ann, bob)))
    expect(dialog).toMatchObject({ top: undefined, unread: 0, readInbox: 0 })
  })

  it('of a public channel has nothing unread for somebody outside', async () => {
    const chat = await w.channel(bob)
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    const dialog = await w.unit((u) => dialogWith(u, ann.caller, channelInput(u, ann, chat)))
    expect(dialog).toMatchObject({ top: { id: 1 }, unread: 0, readInbox: 1, channelPts: 2 })
  })

  it('of a member who has read nothing yet counts from when he came', async () => {
    const chat = await w.supergroup(bob)
    await w.unit((u) => postToChat(u, chat, bob.id, { text: 'before' }))
    w.clock.advance(1)
    await w.unit((u) => addMember(u, chat, ann.id, { kind: 'added', byId: bob.id }))
    await w.unit((u) => u.db.messages.deleteDialog(ann.id, 'channel', chat.id))
    await w.unit((u) => postToChat(u, chat, bob.id, { text: 'after' }))
    // What is unread: that he was added, and what was said then.
    expect((await dialogs(ann)).dialogs).toMatchObject([{ unread: 2, readInbox: 2 }])
  })
})

describe('the unread count of an account', () => {
  it('adds up what others wrote to it, and is 0 for bots', async () => {
    const bot = await w.createBot()
    await w.group(ann, bob, bot)
    await w.unit((u) => postToUser(u, ann.id, bob.id, { text: 'hello' }))
    await w.unit((u) => postToUser(u, bob.id, bob.id, { text: 'a note' }))
    await w.unit((u) => postToUser(u, ann.id, bot.id, { text: '/start' }))
    expect(await w.unit((u) => unreadCount(u, bob.caller))).toBe(2)
    expect(await w.unit((u) => unreadCount(u, bot.caller))).toBe(0)
  })
})
