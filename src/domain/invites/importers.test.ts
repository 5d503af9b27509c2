import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { createChatWorld, userInput, type ChatWorld } from '../chats/testing.ts'
import { hideJoinRequest } from '../join-requests/hide.ts'
import {
  askByLink,
  askDirectly,
  chatInput,
  makeAdmin,
  requestGroup,
  requestLink,
} from '../join-requests/testing.ts'
import { addMember } from '../members/join.ts'
import { removeMember } from '../members/remove.ts'
import type { TestAccount } from '../testing.ts'
import { linkOf } from './hash.ts'
import { listImporters, type ImporterOptions } from './importers.ts'

let w: ChatWorld
let owner: TestAccount
let admin: TestAccount
let chat: ChatRow

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  admin = await w.createUser({ firstName: 'Admin' })
  chat = await requestGroup(w, owner)
  await makeAdmin(w, chat, owner, admin)
})
afterEach(() => w.close())

const listing =
  (options: Partial<ImporterOptions> = {}, by = owner) =>
  (u: Parameters<typeof listImporters>[0]) =>
    listImporters(u, by.caller, chatInput(u, by, chat), {
      requested: false,
      subscriptionExpired: false,
      link: undefined,
      query: undefined,
      offset: { date: 0, userId: 0 },
      limit: 100,
      ...options,
    })
async function idsOf(options: Partial<ImporterOptions> = {}, by = owner): Promise<number[]> {
  const { count, importers } = await w.unit(listing(options, by))
  if (importers.length < (options.limit ?? 100)) expect(count).toBe(importers.length)
  return importers.map((row) => row.userId)
}
/** A new account that asks by the link, or joins where none is needed; a second later than the last. */
async function guest(invite: InviteRow, firstName = 'Guest'): Promise<TestAccount> {
  const who = await w.createUser({ firstName, about: `I am ${firstName}` })
  w.clock.advance(1)
  await askByLink(w, who, invite)
  return who
}
const approve = (who: TestAccount) =>
  w.unit((u) =>
    hideJoinRequest(u, owner.caller, chatInput(u, owner, chat), userInput(u, owner, who), true),
  )

describe('those who ask to join', () => {
  it('are listed newest first with what they say of themselves, for every admin', async () => {
    const invite = await requestLink(w, chat, owner)
    const [ann, bob] = [await guest(invite, 'Ann'), await guest(invite, 'Bob')]
    const direct = await w.createUser({ firstName: 'Eve' })
    w.clock.advance(1)
    await askDirectly(w, direct, chat)
    const list = await w.unit(listing({ requested: true }, admin))
    expect(list).toMatchObject({
      count: 3,
      importers: [
        { userId: direct.id, about: '', approvedBy: null },
        { userId: bob.id, about: 'I am Bob', approvedBy: null },
        { userId: ann.id, about: 'I am Ann', date: w.clock.now() - 2, approvedBy: null },
      ],
    })
    expect(await idsOf({ requested: true, link: linkOf(invite.hash) })).toEqual([bob.id, ann.id])
    expect(await idsOf({ requested: true, query: 'an' })).toEqual([ann.id])
    expect(await idsOf()).toEqual([])
  })

  it('come in pages that lose nobody and repeat nobody, also within one second', async () => {
    const invite = await requestLink(w, chat, owner)
    const all: number[] = []
    for (let i = 0; i < 7; i++) {
      const who = await w.createUser()
      if (i % 3 === 0) w.clock.advance(1)
      await askByLink(w, who, invite)
      all.push(who.id)
    }
    const seen: number[] = []
    let offset = { date: 0, userId: 0 }
    for (let page = 0; page < 10; page++) {
      const { count, importers } = await w.unit(listing({ requested: true, offset, limit: 2 }))
      expect(count).toBe(7)
      seen.push(...importers.map((row) => row.userId))
      const last = importers.at(-1)
      if (!last) break
      offset = { date: last.date, userId: last.userId }
    }
    expect(seen).toHaveLength(7)
    expect(seen.toSorted((a, b) => a - b)).toEqual(all)
  })

  it('are counted beyond what a page may hold', async () => {
    const invite = await requestLink(w, chat, owner)
    await guest(invite)
    await guest(invite)
    expect(await w.unit(listing({ requested: true, limit: 0 }))).toEqual({
      count: 2,
      importers: [],
    })
    expect((await w.unit(listing({ requested: true, limit: -5 }))).count).toBe(2)
  })
})

describe('those who came', () => {
  it('by a link are listed as long as they are in, with who approved them', async () => {
    const [open, closed] = [
      await requestLink(w, chat, owner, { requestNeeded: 0 }),
      await requestLink(w, chat, owner),
    ]
    const [ann, bob] = [await guest(open, 'Ann'), await guest(closed, 'Bob')]
    await approve(bob)
    expect(await w.unit(listing({ link: linkOf(open.hash) }))).toMatchObject({
      count: 1,
      importers: [{ userId: ann.id, about: null, approvedBy: null, viaChatlist: 0 }],
    })
    expect(await w.unit(listing({ link: closed.hash }))).toMatchObject({
      count: 1,
      importers: [{ userId: bob.id, about: null, approvedBy: owner.id }],
    })
    const [current, member] = [await w.chat(chat.id), await w.member(chat, ann)]
    await w.unit((u) => removeMember(u, current, member, { kind: 'left' }))
    expect(await idsOf({ link: linkOf(open.hash) })).toEqual([])
    expect((await w.unit((u) => u.db.invites.byHash(open.hash)))?.usage).toBe(0)
  })

  it('by any way of theirs are the owner’s to see; by his own links and directly an admin’s', async () => {
    const [first, second] = [
      await requestLink(w, chat, owner, { requestNeeded: 0 }),
      await requestLink(w, chat, admin, { requestNeeded: 0 }),
    ]
    const [ann, bob] = [await guest(first, 'Ann'), await guest(second, 'Bob')]
    const direct = await w.createUser()
    w.clock.advance(1)
    await askDirectly(w, direct, chat)
    await approve(direct)
    const added = await w.createUser()
    const current = await w.chat(chat.id)
    await w.unit((u) => addMember(u, current, added.id, { kind: 'added', byId: owner.id }))
    expect(await idsOf()).toEqual([direct.id, bob.id, ann.id])
    expect(await idsOf({}, admin)).toEqual([direct.id, bob.id])
    expect(await idsOf({ query: 'bob' })).toEqual([bob.id])
  })

  it('and whose subscription ran out are nobody yet', async () => {
    const invite = await requestLink(w, chat, owner, { requestNeeded: 0 })
    await guest(invite)
    expect(await idsOf({ subscriptionExpired: true, link: linkOf(invite.hash) })).toEqual([])
    expect(await idsOf({ subscriptionExpired: true, requested: true })).toEqual([])
  })
})

describe('the list is refused', () => {
  it('for a search within a link, for unknown links and for other admins’ links', async () => {
    const invite = await requestLink(w, chat, owner)
    const link = linkOf(invite.hash)
    expect(await w.refusal(listing({ link, query: 'ann' }))).toBe('SEARCH_WITH_LINK_NOT_SUPPORTED')
    expect(await w.refusal(listing({ link, query: '' }))).toBe('none')
    expect(await w.refusal(listing({ link: 'https://t.me/+AbCdEfGh_-123456' }))).toBe(
      'INVITE_HASH_EXPIRED',
    )
    expect(await w.refusal(listing({ link }, admin))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await w.refusal(listing({ link: 'no link at all' }))).toBe('INVITE_HASH_EXPIRED')
  })

  it('without the right to invite', async () => {
    const member = await guest(await requestLink(w, chat, owner, { requestNeeded: 0 }))
    expect(await w.refusal(listing({}, member))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await w.refusal(listing({}, await w.createUser()))).toBe('CHANNEL_PRIVATE')
  })
})
