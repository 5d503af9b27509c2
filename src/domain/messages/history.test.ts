import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { channelInput, createChatWorld, userInput, type ChatWorld } from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import type { TestAccount } from '../testing.ts'
import { findInChannel, findOwn, listHistory, searchTexts, type Page } from './history.ts'
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

const START: Page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 5, maxId: 0, minId: 0 }

/** Sends `count` messages from Ann to Bob, one a second: ids 1, 2, ... in her box. */
async function talk(count: number): Promise<void> {
  for (let i = 1; i <= count; i++) {
    await w.unit((u) => postToUser(u, ann.id, bob.id, { text: `message ${i}` }))
    w.clock.advance(1)
  }
}

async function page(patch: Partial<Page>): Promise<number[]> {
  const list = await w.unit((u) =>
    listHistory(u, ann.caller, userInput(u, ann, bob), { ...START, ...patch }),
  )
  return list.rows.map((row) => row.id)
}

describe('a page of history', () => {
  beforeEach(() => talk(10))

  it.each<[string, Partial<Page>, number[]]>([
    ['begins with the newest', {}, [10, 9, 8, 7, 6]],
    ['goes on below an id', { offsetId: 6 }, [5, 4, 3, 2, 1]],
    ['skips places', { offsetId: 6, addOffset: 2 }, [3, 2, 1]],
    [
      'reaches newer messages, the offset itself first',
      { offsetId: 6, addOffset: -1, limit: 1 },
      [6],
    ],
    ['lies around an id', { offsetId: 6, addOffset: -2, limit: 4 }, [7, 6, 5, 4]],
    ['lies above an id', { offsetId: 3, addOffset: -3, limit: 3 }, [5, 4, 3]],
    ['lies far above an id', { offsetId: 2, addOffset: -6, limit: 2 }, [7, 6]],
    [
      'loses the places before the beginning',
      { offsetId: 9, addOffset: -4, limit: 6 },
      [10, 9, 8, 7],
    ],
    ['ends within bounds that are not in it', { maxId: 9, minId: 6 }, [8, 7]],
  ])('%s', async (_, patch, ids) => {
    expect(await page(patch)).toEqual(ids)
  })

  it('begins before a time', async () => {
    const third = await w.unit((u) => u.db.messages.find('account', ann.id, 3))
    expect(await page({ offsetDate: third?.date ?? 0 })).toEqual([2, 1])
  })

  it('holds what the server chooses for a limit of 0, and 100 at most', async () => {
    await talk(100)
    expect(await page({ limit: 0 })).toHaveLength(20)
    expect(await page({ limit: 1000 })).toHaveLength(100)
  })
})

describe('the history of a channel', () => {
  let chat: ChatRow
  const look = (who: TestAccount) => (u: Unit) =>
    listHistory(u, who.caller, channelInput(u, who, chat), START)

  beforeEach(async () => {
    chat = await w.channel(ann)
    await w.unit((u) => postToChat(u, chat, ann.id, { text: 'news' }))
  })

  it('counts in the channel’s own numbers', async () => {
    const list = await w.unit(look(ann))
    expect(list).toMatchObject({ count: 2, channel: { id: chat.id } })
    expect(list.rows.map((row) => row.id)).toEqual([2, 1])
  })

  it('is open to others only where the channel is public', async () => {
    expect(await w.refusal(look(bob))).toBe('CHANNEL_PRIVATE')
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    expect(await w.refusal(look(bob))).toBe('none')
  })
})

describe('messages by their ids', () => {
  it('come in the order asked for, with the ids of what is not there', async () => {
    await talk(2)
    await w.unit((u) => postToUser(u, bob.id, ann.id, { text: 'answer', replyToId: 1 }))
    const refs = [
      { by: 'id', id: 2 },
      { by: 'id', id: 44 },
      { by: 'replyOf', id: 3 },
      { by: 'replyOf', id: 2 },
    ] as const
    const { found } = await w.unit((u) => findOwn(u, ann.caller, refs))
    expect(found.map((one) => (typeof one === 'number' ? -one : one.id))).toEqual([2, -44, 1, -0])
  })

  it('are not found in a channel without ids, or by somebody outside', async () => {
    const chat = await w.channel(ann)
    const find = (who: TestAccount, ids: number[]) => (u: Unit) =>
      findInChannel(
        u,
        who.caller,
        channelInput(u, who, chat),
        ids.map((id) => ({ by: 'id', id })),
      )
    expect(await w.refusal(find(ann, []))).toBe('MESSAGE_IDS_EMPTY')
    expect(await w.refusal(find(bob, [1]))).toBe('CHANNEL_PRIVATE')
    const { found } = await w.unit(find(ann, [1]))
    expect(found).toMatchObject([{ id: 1, peerId: chat.id }])
  })
})

describe('a search', () => {
  const terms = { text: '', from: undefined, minDate: 0, maxDate: 0 }

  it('finds texts in any case, and no signs of a pattern', async () => {
    for (const text of ['Blue bird', 'a BIRD', '100%', '1000']) {
      await w.unit((u) => postToUser(u, ann.id, bob.id, { text }))
    }
    const search = async (text: string): Promise<string[]> => {
      const list = await w.unit((u) =>
        searchTexts(u, ann.caller, userInput(u, ann, bob), { ...terms, text }, START),
      )
      expect(list.count).toBe(list.rows.length)
      return list.rows.map((row) => row.text)
    }
    expect(await search('bird')).toEqual(['a BIRD', 'Blue bird'])
    expect(await search('0%')).toEqual(['100%'])
  })

  it('finds the messages of one sender', async () => {
    await talk(1)
    await w.unit((u) => postToUser(u, bob.id, ann.id, { text: 'answer' }))
    const list = await w.unit((u) => {
      const peer = userInput(u, ann, bob)
      return searchTexts(u, ann.caller, peer, { ...terms, from: peer }, START)
    })
    expect(list.rows.map((row) => row.text)).toEqual(['answer'])
  })
})
