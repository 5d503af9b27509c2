import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { heard } from '../chats/testing.ts'
import { leaveChatlist, leaveSuggestions } from './leave.ts'
import { saveFolder } from './save.ts'
import { createChatlistWorld, given, inputsOf, type ChatlistWorld } from './testing.ts'

let w: ChatlistWorld
let known: ChatRow
let joined: ChatRow
let slug: string

beforeEach(async () => {
  w = await createChatlistWorld()
  known = await w.supergroup(w.owner, w.guest)
  joined = await w.channel(w.owner)
  slug = (await w.share([known, joined])).slug
  await w.join(slug, [known, joined])
})
afterEach(() => w.close())

const leave = (chats: readonly ChatRow[], who = w.guest, id = 2) =>
  w.events((u) => leaveChatlist(u, who.caller, id, inputsOf(u, who, chats)))

const suggested = async (): Promise<number[]> => {
  const chats = await w.unit((u) => leaveSuggestions(u, w.guest.caller, 2))
  return chats.map((chat) => chat.id)
}

describe('chats to leave with a folder', () => {
  it('are those that the account came into by a folder link and is in', async () => {
    expect(await suggested()).toEqual([joined.id])
    await w.standing(joined, w.guest, { status: 'left' })
    expect(await suggested()).toEqual([])
  })

  it('are asked of a folder that a link belongs to', async () => {
    await w.unit((u) => {
      const folder = given(inputsOf(u, w.guest, [known]))
      return saveFolder(u, w.guest.caller, 5, folder)
    })
    const ask = (id: number) => w.refusal((u) => leaveSuggestions(u, w.guest.caller, id))
    expect([await ask(5), await ask(6)]).toEqual(['FILTER_NOT_SUPPORTED', 'FILTER_ID_INVALID'])
    await expect(leave([], w.guest, 5)).rejects.toThrow('FILTER_ID_INVALID')
    await expect(leave([], w.guest, 6)).rejects.toThrow('FILTER_ID_INVALID')
  })
})

describe('leaving a folder', () => {
  it('deletes it and leaves the chats that are named', async () => {
    const other = await w.supergroup(w.owner, w.guest)
    const events = await leave([joined, other])
    expect(heard(events)).toEqual([`${w.guest.id}:channel`, `${w.guest.id}:dialogFilter`])
    expect(await w.folder(w.guest, 2)).toBeUndefined()
    expect(await w.member(joined, w.guest)).toMatchObject({ status: 'left' })
    expect(await w.member(known, w.guest)).toMatchObject({ status: 'member' })
    // It was not in the folder.
    expect(await w.member(other, w.guest)).toMatchObject({ status: 'member' })
    const primary = await w.unit((u) => u.db.invites.primary(joined.id, w.owner.id))
    expect(primary).toMatchObject({ usage: 0 })
  })

  it('lets the account come back by the same link', async () => {
    await leave([joined])
    expect(await w.join(slug, [joined])).toMatchObject({ id: 2 })
    expect(await w.member(joined, w.guest)).toMatchObject({ status: 'member', viaChatlist: 1 })
  })

  it('of his own ends the links of its owner, who stays in his channel', async () => {
    await leave([known, joined], w.owner)
    expect(await w.member(joined, w.owner)).toMatchObject({ status: 'creator' })
    expect(await w.member(known, w.owner)).toMatchObject({ status: 'left' })
    expect(await w.unit((u) => u.db.chatlists.inviteBySlug(slug))).toBeUndefined()
    expect(await w.folder(w.guest, 2)).toBeDefined()
  })
})
