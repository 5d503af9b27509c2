import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { deleteAccount } from '../accounts/delete-account.ts'
import { adminOf } from '../chats/testing.ts'
import type { TestAccount } from '../testing.ts'
import { checkChatlist } from './check.ts'
import { deleteFolder } from './save.ts'
import { linkOfSlug } from './slug.ts'
import { createChatlistWorld, type ChatlistWorld } from './testing.ts'

let w: ChatlistWorld
let one: ChatRow
let two: ChatRow
let slug: string

beforeEach(async () => {
  w = await createChatlistWorld({ inviteGuesses: 2, inviteGuessSeconds: 60 })
  one = await w.supergroup(w.owner)
  two = await w.channel(w.owner)
  slug = (await w.share([two, one])).slug
})
afterEach(() => w.close())

const check = (text = slug, who: TestAccount = w.guest) =>
  w.unit((u) => checkChatlist(u, who.caller, text))

const ids = (chats: readonly ChatRow[]) => chats.map((chat) => chat.id)

async function offered(): Promise<number[]> {
  const checked = await check()
  return checked.kind === 'new' ? ids(checked.chats) : []
}

describe('looking at a folder link', () => {
  it('shows the folder of its owner and the chats in the order of the link', async () => {
    expect(await check()).toMatchObject({ kind: 'new', shared: { id: 2, title: 'Birds' } })
    expect(await offered()).toEqual([two.id, one.id])
    await w.save(2, [one], { title: 'Bees', emoticon: '🐝' })
    expect(await check(linkOfSlug(slug))).toMatchObject({
      shared: { title: 'Bees', emoticon: '🐝' },
    })
  })

  it('shows chats that the account is in, and such from which it is banned', async () => {
    await w.join(slug, [one, two], w.guest)
    await w.unit((u) => deleteFolder(u, w.guest.caller, 2))
    await w.standing(two, w.guest, { status: 'banned' })
    expect(await offered()).toEqual([two.id, one.id])
  })

  it('shows a member of the folder what he has and what he lacks', async () => {
    const folder = await w.join(slug, [one])
    const checked = await check()
    if (checked.kind !== 'already') throw new Error(checked.kind)
    expect(checked.folder.id).toBe(folder.id)
    expect([ids(checked.missing), ids(checked.already)]).toEqual([[two.id], [one.id]])
  })

  it('shows its owner his own folder', async () => {
    await w.save(2, [one])
    const checked = await check(slug, w.owner)
    if (checked.kind !== 'already') throw new Error(checked.kind)
    expect([checked.folder.accountId, checked.folder.id]).toEqual([w.owner.id, 2])
    expect([ids(checked.missing), ids(checked.already)]).toEqual([[two.id], [one.id]])
  })

  it('leaves out chats that are gone, and such that the owner may share no more', async () => {
    const other = await w.supergroup(w.guest, w.owner)
    await w.standing(other, w.owner, adminOf('inviteUsers'))
    const link = await w.share([one, other])
    const visitor = await w.createUser()
    const seen = async () => {
      const checked = await check(link.slug, visitor)
      return checked.kind === 'new' ? ids(checked.chats) : []
    }
    expect(await seen()).toEqual([one.id, other.id])
    await w.standing(other, w.owner, { status: 'member', adminRights: 0 })
    expect(await seen()).toEqual([one.id])
    await w.unit((u) => u.db.chats.update(other.id, { username: 'swallows' }))
    expect(await seen()).toEqual([one.id, other.id])
    await w.unit((u) => u.db.chats.update(one.id, { deleted: 1 }))
    expect(await seen()).toEqual([other.id])
  })
})

describe('a folder link leads nowhere', () => {
  it('without a slug, and unknown', async () => {
    await expect(check('')).rejects.toThrow('INVITE_SLUG_EMPTY')
    await expect(check('AbCdEfGhIjKlMnOp')).rejects.toThrow('INVITE_SLUG_EXPIRED')
  })

  it('when its folder is deleted', async () => {
    await w.unit((u) => deleteFolder(u, w.owner.caller, 2))
    await expect(check()).rejects.toThrow('INVITE_SLUG_EXPIRED')
  })

  it('when none of its chats is left', async () => {
    for (const { id } of [one, two]) await w.unit((u) => u.db.chats.update(id, { deleted: 1 }))
    await expect(check()).rejects.toThrow('INVITE_SLUG_EXPIRED')
  })

  it('when its owner deleted his account', async () => {
    await w.unit((u) => deleteAccount(u, w.owner.row, undefined))
    await expect(check()).rejects.toThrow('INVITE_SLUG_EXPIRED')
    expect(await w.folder(w.owner, 2)).toBeUndefined()
  })

  it('and makes whoever guesses too often wait', async () => {
    for (const text of ['a', 'b']) await expect(check(text)).rejects.toThrow('INVITE_SLUG_EXPIRED')
    await expect(check()).rejects.toThrow('FLOOD_WAIT_60')
    w.clock.advance(60)
    expect(await check()).toMatchObject({ kind: 'new' })
  })
})
