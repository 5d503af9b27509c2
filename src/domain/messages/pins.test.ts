import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channelInput, createChatWorld, userInput, type ChatWorld } from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import { leaveChannel } from '../members/leave.ts'
import type { InputPeer } from '../peers.ts'
import type { TestAccount } from '../testing.ts'
import { listDialogs, type DialogPage } from './dialogs.ts'
import { listPinned, reorderPins, togglePin } from './pins.ts'
import { postToUser } from './post.ts'
import { readHistory } from './read.ts'
import { listUnreadMarks, markUnread } from './unread-marks.ts'

const FIRST: DialogPage = {
  offsetDate: 0, offsetId: 0, offsetPeer: { kind: 'empty' }, limit: 10,
} // prettier-ignore

let w: ChatWorld
let ann: TestAccount
/** Those with whom Ann has a dialog, the oldest first. */
let others: TestAccount[]

beforeEach(async () => {
  w = await createChatWorld({ pinnedDialogsPerUser: 2, pinnedDialogsPerPremiumUser: 3 })
  ann = await w.createUser({ firstName: 'Ann' })
  others = []
  for (const firstName of ['Bob', 'Eve', 'Joe', 'Max']) {
    const one = await w.createUser({ firstName })
    await w.unit((u) => postToUser(u, one.id, ann.id, { text: 'hello' }))
    w.clock.advance(1)
    others.push(one)
  }
})
afterEach(() => w.close())

const at = (i: number): TestAccount => {
  const one = others[i]
  if (!one) throw new Error('nobody')
  return one
}
const pin = (i: number, pinned = true) =>
  w.refusal((u) => togglePin(u, ann.caller, userInput(u, ann, at(i)), pinned))
const reorder =
  (indexes: number[], force = false) =>
  (u: Unit) =>
    reorderPins(
      u,
      ann.caller,
      indexes.map((i): InputPeer => userInput(u, ann, at(i))),
      force,
    )
const numbered = (rows: readonly { peerId: number }[]) =>
  rows.map(({ peerId }) => others.findIndex((one) => one.id === peerId))
const pinned = async () => numbered(await w.unit((u) => listPinned(u, ann.caller)))
const listed = async (page: Partial<DialogPage> = {}) =>
  numbered((await w.unit((u) => listDialogs(u, ann.caller, { ...FIRST, ...page }))).dialogs)

describe('pinned dialogs', () => {
  it('stand above all others, the last one first, and keep their place', async () => {
    expect(await listed()).toEqual([3, 2, 1, 0])
    await pin(0)
    await pin(1)
    await pin(0)
    expect(await pinned()).toEqual([1, 0])
    expect(await listed()).toEqual([1, 0, 3, 2])
    expect(await listed({ excludePinned: true })).toEqual([3, 2])
    await pin(1, false)
    expect(await listed()).toEqual([0, 3, 2, 1])
  })

  it('stand once in the list, wherever a page of it ends', async () => {
    await pin(0)
    await pin(1)
    for (const limit of [1, 2, 3]) {
      const all: number[] = []
      let page = FIRST
      for (let pages = 0; pages < 5; pages++) {
        const next = { ...page, limit }
        const { dialogs } = await w.unit((u) => listDialogs(u, ann.caller, next))
        all.push(...numbered(dialogs))
        const last = dialogs.at(-1)
        if (!last?.top) break
        const { id, date } = last.top
        const who = at(numbered([last])[0] ?? 0)
        const offsetPeer = await w.unit((u) => Promise.resolve(userInput(u, ann, who)))
        page = { ...FIRST, offsetDate: date, offsetId: id, offsetPeer }
      }
      expect(all).toEqual([1, 0, 3, 2])
    }
  })

  it('are told of once, outside the sequence', async () => {
    const toggle = (u: Unit) => togglePin(u, ann.caller, userInput(u, ann, at(0)), true)
    expect(await w.events(toggle)).toMatchObject([
      { accountId: ann.id, update: { kind: 'dialogPinned', pinned: true }, ptsCount: 0 },
    ])
    expect(await w.events(toggle)).toEqual([])
  })

  it('are as many as an account may have, more with Premium', async () => {
    expect([await pin(0), await pin(1), await pin(2)]).toEqual([
      'none',
      'none',
      'PINNED_DIALOGS_TOO_MUCH',
    ])
    await w.unit((u) => u.db.users.update(ann.id, { premium: 1 }))
    expect([await pin(2), await pin(3)]).toEqual(['none', 'PINNED_DIALOGS_TOO_MUCH'])
  })

  it('give their place back when they leave the list', async () => {
    const chat = await w.supergroup(at(0), ann)
    const input = (u: Unit) => channelInput(u, ann, chat)
    await w.unit((u) => togglePin(u, ann.caller, input(u), true))
    await pin(1)
    await w.unit((u) => leaveChannel(u, ann.caller, input(u)))
    expect(await pinned()).toEqual([1])
    expect(await pin(2)).toBe('none')
    expect(await pinned()).toEqual([2, 1])
  })

  it('are dialogs in which something was said', async () => {
    others.push(await w.createUser())
    expect(await pin(4)).toBe('PEER_HISTORY_EMPTY')
  })

  it('take the order that is given; the others stay below, or lose their pin by force', async () => {
    await w.unit((u) => u.db.users.update(ann.id, { premium: 1 }))
    for (const i of [0, 1, 2]) await pin(i)
    expect(await w.events(reorder([0, 3]))).toMatchObject([{ update: { kind: 'pinnedDialogs' } }])
    expect(await pinned()).toEqual([0, 2, 1])
    expect(await w.events(reorder([0]))).toEqual([])
    await w.unit(reorder([3, 1], true))
    expect(await pinned()).toEqual([3, 1])
    expect(await w.refusal(reorder([0, 1, 2, 3], true))).toBe('PINNED_DIALOGS_TOO_MUCH')
    expect(await pinned()).toEqual([3, 1])
  })
})

describe('a dialog that is marked as unread', () => {
  const mark = (unread: boolean) => (u: Unit) =>
    markUnread(u, ann.caller, userInput(u, ann, at(0)), unread)
  const marks = async () => numbered(await w.unit((u) => listUnreadMarks(u, ann.caller)))

  it('stays so until the mark is taken away, each told of once', async () => {
    expect(await w.events(mark(true))).toMatchObject([
      { update: { kind: 'dialogUnreadMark', unread: true }, ptsCount: 0 },
    ])
    expect(await w.events(mark(true))).toEqual([])
    expect(await marks()).toEqual([0])
    expect(await w.events(mark(false))).toHaveLength(1)
    expect(await w.events(mark(false))).toEqual([])
    expect(await marks()).toEqual([])
  })

  it('loses the mark when it is read, also where nothing new was there', async () => {
    await w.unit((u) => readHistory(u, ann.caller, userInput(u, ann, at(0)), 0))
    await w.unit(mark(true))
    await w.unit((u) => readHistory(u, ann.caller, userInput(u, ann, at(0)), 0))
    expect(await marks()).toEqual([])
  })
})
