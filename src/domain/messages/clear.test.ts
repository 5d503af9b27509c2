import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import {
  adminOf,
  channelInput,
  createChatWorld,
  heard,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import type { TestAccount } from '../testing.ts'
import { deleteChannelHistory, deleteHistory, type ClearOptions } from './clear.ts'
import { listDialogs } from './dialogs.ts'
import { findInChannel, listHistory } from './history.ts'
import { togglePin } from './pins.ts'
import { postToChat, postToUser } from './post.ts'

const ALL: ClearOptions = {
  maxId: 0, minDate: undefined, maxDate: undefined, justClear: false, revoke: false,
} // prettier-ignore
const PAGE = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0 }
const FIRST = { offsetDate: 0, offsetId: 0, offsetPeer: { kind: 'empty' }, limit: 10 } as const

let w: ChatWorld
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
})
afterEach(() => w.close())

const say = (text: string) => w.unit((u) => postToUser(u, bob.id, ann.id, { text }))
const clear =
  (who: TestAccount, other: TestAccount, patch: Partial<ClearOptions> = {}) =>
  (u: Unit) =>
    deleteHistory(u, who.caller, userInput(u, who, other), { ...ALL, ...patch })
const between = async (who: TestAccount, other: TestAccount): Promise<string[]> => {
  const list = await w.unit((u) => listHistory(u, who.caller, userInput(u, who, other), PAGE))
  return list.rows.map((row) => row.text).reverse()
}
const dialogs = async (who: TestAccount): Promise<number[]> => {
  const list = await w.unit((u) => listDialogs(u, who.caller, FIRST))
  return list.dialogs.map((one) => one.peerId)
}

describe('deleting the history with a user', () => {
  it('empties one’s own box, and the list of dialogs, and nobody else’s', async () => {
    for (const text of ['one', 'two', 'three']) await say(text)
    expect(await w.unit(clear(ann, bob, { maxId: 2 }))).toEqual({ pts: 6, ptsCount: 2, offset: 0 })
    expect(await between(ann, bob)).toEqual(['three'])
    await w.unit(clear(ann, bob))
    expect(await dialogs(ann)).toEqual([])
    expect(await between(bob, ann)).toEqual(['one', 'two', 'three'])
    expect(await dialogs(bob)).toEqual([ann.id])
  })

  it('with revoke empties the other box as well', async () => {
    await say('one')
    const events = await w.events(clear(ann, bob, { revoke: true }))
    expect(heard(events).sort()).toEqual([`${ann.id}:deleteMessages`, `${bob.id}:deleteMessages`])
    expect(await between(bob, ann)).toEqual([])
  })

  it('by date takes the days that are named', async () => {
    await say('before')
    w.clock.advance(100)
    await say('then')
    const then = w.clock.now()
    w.clock.advance(100)
    await say('after')
    await w.unit(clear(ann, bob, { minDate: then, maxDate: then }))
    expect(await between(ann, bob)).toEqual(['before', 'after'])
    expect(await w.refusal(clear(ann, bob, { minDate: 0 }))).toBe('MIN_DATE_INVALID')
    expect(await w.refusal(clear(ann, bob, { minDate: 9, maxDate: 8 }))).toBe('MAX_DATE_INVALID')
  })

  it('takes the pin from a dialog that leaves the list, and keeps it where that is just cleared', async () => {
    for (const justClear of [true, false]) {
      await say('one')
      await w.unit((u) => togglePin(u, ann.caller, userInput(u, ann, bob), true))
      await w.unit(clear(ann, bob, { justClear }))
      const row = await w.unit((u) => u.db.messages.dialog(ann.id, 'user', bob.id))
      expect(row?.pinned).toBe(justClear ? 1 : 0)
    }
  })

  it('says how many are left where one call does not take all', async () => {
    await w.unit(async (u) => {
      for (let i = 0; i < 1003; i++) await postToUser(u, bob.id, ann.id, { text: 'x' })
    })
    expect(await w.unit(clear(ann, bob))).toMatchObject({ ptsCount: 1000, offset: 3 })
    expect(await w.unit(clear(ann, bob))).toMatchObject({ ptsCount: 3, offset: 0 })
  })
})

it('is for a basic group’s creator where everybody’s messages go, and not for channels', async () => {
  const group = await w.group(ann, bob)
  const revoke = (who: TestAccount, patch: Partial<ClearOptions> = {}) => {
    const options = { ...ALL, revoke: true, ...patch }
    return w.refusal((u) =>
      deleteHistory(u, who.caller, { kind: 'chat', chatId: group.id }, options),
    )
  }
  expect(await revoke(bob)).toBe('CHAT_ADMIN_REQUIRED')
  expect(await revoke(ann, { maxDate: 5 })).toBe('CHAT_REVOKE_DATE_UNSUPPORTED')
  expect(await revoke(ann)).toBe('none')
  expect(await dialogs(bob)).toEqual([])
  const chat = await w.channel(ann)
  expect(
    await w.refusal((u) => deleteHistory(u, ann.caller, channelInput(u, ann, chat), ALL)),
  ).toBe('PEER_ID_INVALID')
})

describe('deleting the history of a supergroup', () => {
  let chat: ChatRow
  beforeEach(async () => {
    chat = await w.supergroup(ann, bob)
    for (const text of ['one', 'two']) {
      await w.unit((u) => postToChat(u, chat, ann.id, { text }))
    }
  })

  const wipe =
    (who: TestAccount, forEveryone: boolean, maxId = 0) =>
    (u: Unit) =>
      deleteChannelHistory(u, who.caller, channelInput(u, who, chat), maxId, forEveryone)
  const read = async (who: TestAccount): Promise<string[]> => {
    const list = await w.unit((u) => listHistory(u, who.caller, channelInput(u, who, chat), PAGE))
    return list.rows.map((row) => row.text)
  }

  it('hides it from oneself, however it is asked for', async () => {
    const events = await w.events(wipe(bob, false))
    const upTo = (await w.chat(chat.id)).lastMessageId
    expect(events).toMatchObject([
      { accountId: bob.id, update: { kind: 'channelCleared', channelId: chat.id, upTo } },
    ])
    expect(await read(bob)).toEqual([])
    expect(await read(ann)).toHaveLength(upTo)
    expect(
      await w.unit((u) =>
        findInChannel(u, bob.caller, channelInput(u, bob, chat), [{ by: 'id', id: upTo }]),
      ),
    ).toMatchObject({ found: [upTo] })
    expect(await dialogs(bob)).toEqual([])
    await w.unit((u) => postToChat(u, chat, ann.id, { text: 'three' }))
    expect(await read(bob)).toEqual(['three'])
    expect(await w.unit((u) => listDialogs(u, bob.caller, FIRST))).toMatchObject({
      dialogs: [{ peerId: chat.id, unread: 1 }],
    })
  })

  it('deletes it for everybody by those who may delete', async () => {
    expect(await w.refusal(wipe(bob, true))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, bob, adminOf('deleteMessages'))
    const { pts, lastMessageId } = await w.chat(chat.id)
    const events = await w.events(wipe(bob, true, lastMessageId - 1))
    expect(heard(events)).toEqual(['channel:deleteMessages'])
    expect((await w.chat(chat.id)).pts).toBe(pts + lastMessageId - 1)
    expect(await read(ann)).toEqual(['two'])
  })

  it('is for members', async () => {
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    await w.standing(chat, bob, { status: 'left' })
    expect(await w.refusal(wipe(bob, false))).toBe('CHANNEL_PARICIPANT_MISSING')
  })
})
