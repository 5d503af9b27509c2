import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { TestAccount } from '../testing.ts'
import { chatIdsOf } from './folder.ts'
import { deleteChatlistInvite, editChatlistInvite } from './links.ts'
import { deleteFolder, saveFolder } from './save.ts'
import { createChatlistWorld, given, inputsOf, type ChatlistWorld } from './testing.ts'
import { chatlistUpdates, hideChatlistUpdates, joinChatlistUpdates } from './updates.ts'

let w: ChatlistWorld
let one: ChatRow
let two: ChatRow
let three: ChatRow
let slug: string

beforeEach(async () => {
  w = await createChatlistWorld()
  one = await w.supergroup(w.owner)
  two = await w.channel(w.owner)
  three = await w.channel(w.owner)
  slug = (await w.share([one, two])).slug
  await w.join(slug, [one])
})
afterEach(() => w.close())

/** Puts other chats behind the link. */
const change = (chats: readonly ChatRow[]) =>
  w.unit((u) => {
    const peers = inputsOf(u, w.owner, chats)
    return editChatlistInvite(u, w.owner.caller, 2, slug, { title: undefined, peers })
  })

const news = async (who: TestAccount = w.guest, id = 2): Promise<number[]> => {
  const chats = await w.unit((u) => chatlistUpdates(u, who.caller, id))
  return chats.map((chat) => chat.id)
}

const join = (chats: readonly ChatRow[], id = 2) =>
  w.unit((u) => joinChatlistUpdates(u, w.guest.caller, id, inputsOf(u, w.guest, chats)))

describe('what came to a folder link', () => {
  it('is told to those who joined by it, without what they had declined', async () => {
    expect(await news()).toEqual([])
    await change([one, two, three])
    expect(await news()).toEqual([three.id])
    expect(await news(w.owner)).toEqual([])
  })

  it('is not offered again once it was hidden', async () => {
    await change([one, two, three])
    await w.unit((u) => hideChatlistUpdates(u, w.guest.caller, 2))
    expect(await news()).toEqual([])
  })

  it('can be joined in part; the rest is not offered again', async () => {
    const four = await w.channel(w.owner)
    await change([one, three, four])
    await join([three])
    const folder = await w.folder(w.guest, 2)
    expect([...chatIdsOf(folder!)]).toEqual([one.id, three.id])
    expect(await w.member(three, w.guest)).toMatchObject({ status: 'member', viaChatlist: 1 })
    expect(await news()).toEqual([])
  })

  it('can be nothing any more when the link or the folder of its owner is gone', async () => {
    await change([one, three])
    await w.unit((u) => deleteChatlistInvite(u, w.owner.caller, 2, slug))
    expect(await news()).toEqual([])
    await w.unit((u) => hideChatlistUpdates(u, w.guest.caller, 2))
    await expect(join([three])).rejects.toThrow('FILTER_INCLUDE_EMPTY')
    await w.unit((u) => deleteFolder(u, w.owner.caller, 2))
    expect(await news()).toEqual([])
  })

  it('is joined by naming it', async () => {
    await change([one, three])
    await expect(join([])).rejects.toThrow('FILTER_INCLUDE_EMPTY')
    await expect(join([two])).rejects.toThrow('FILTER_INCLUDE_EMPTY')
  })
})

describe('a folder that came by no link', () => {
  it('has no such news', async () => {
    const plain = (u: Parameters<typeof inputsOf>[0]) => given(inputsOf(u, w.guest, [one]))
    await w.unit((u) => saveFolder(u, w.guest.caller, 5, plain(u)))
    await expect(news(w.guest, 5)).rejects.toThrow('FILTER_NOT_SUPPORTED')
    await expect(news(w.guest, 6)).rejects.toThrow('FILTER_ID_INVALID')
    const hide = (id: number) => w.refusal((u) => hideChatlistUpdates(u, w.guest.caller, id))
    expect([await hide(5), await hide(6)]).toEqual(['FILTER_NOT_SUPPORTED', 'FILTER_ID_INVALID'])
    await expect(join([one], 5)).rejects.toThrow('FILTER_ID_INVALID')
    await expect(join([one], 6)).rejects.toThrow('FILTER_ID_INVALID')
  })
})
