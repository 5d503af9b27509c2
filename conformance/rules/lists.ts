import type { ChatInviteExported } from '../../src/tl/generated/base.ts'
import { exported, type Actor, type Chat } from '../actor.ts'
import type { Chapter } from '../row.ts'
import type { Scenario } from '../scenario.ts'

const LISTS = 'DOC: core.telegram.org/method/messages.getExportedChatInvites'
const IMPORTERS = 'DOC: core.telegram.org/method/messages.getChatInviteImporters'
const COUNTS = 'DOC: core.telegram.org/constructor/chatAdminWithInvites'

/** Lets people in by a link, one a minute, and returns them in that order. */
async function joinOneByOne(
  t: Scenario,
  link: ChatInviteExported,
  count: number,
): Promise<Actor[]> {
  const people: Actor[] = []
  for (let i = 0; i < count; i++) {
    const person = await t.person(`Guest ${i}`)
    await person.join(link)
    people.push(person)
    t.advance(60)
  }
  return people
}

const exportAll = async (owner: Actor, chat: Chat, count: number): Promise<string[]> => {
  const links: string[] = []
  for (let i = 0; i < count; i++) links.push((await owner.export(chat)).link)
  return links
}

/** Lists of links and of who came by them. */
export const lists: Chapter = {
  title: 'Lists',
  intro: 'The links of an admin, the admins with links, and who came by a link.',
  rows: [
    {
      rule: 'count is the length of the whole list, not of the page.',
      evidence: LISTS,
      async run(t) {
        const { owner, chat } = await t.cast()
        await exportAll(owner, chat, 3)
        const { count, invites } = await owner.list(chat, owner, { limit: 2 })
        t.expect([count, invites.length]).toEqual([4, 2])
      },
    },
    {
      rule: 'A page goes on after the link whose date and text are named, until all were seen once.',
      evidence: 'DOC: core.telegram.org/api/offsets',
      async run(t) {
        const { owner, chat } = await t.cast()
        const made = [...(await exportAll(owner, chat, 4)), (await owner.primary(chat)).link]
        const seen: string[] = []
        let after: ChatInviteExported | undefined
        for (;;) {
          const { invites } = await owner.list(chat, owner, { limit: 2, ...(after && { after }) })
          if (invites.length === 0) break
          seen.push(...invites.map((one) => exported(one).link))
          after = exported(invites.at(-1))
        }
        t.expect(seen.toSorted()).toEqual(made.toSorted())
      },
    },
    {
      rule: 'The primary link comes first, and once over all pages.',
      evidence: 'INF: mtcute takes the first link for the primary one',
      async run(t) {
        const { owner, chat } = await t.cast()
        const { link } = await owner.primary(chat)
        t.advance(60)
        const fresh = await owner.export(chat)
        t.expect(await owner.links(chat)).toEqual([link, fresh.link])
        t.expect(await owner.links(chat, owner, { after: fresh })).toEqual([])
      },
    },
    {
      rule: 'Of the additional links the newest comes first, those of one second included.',
      evidence: 'INF: as in all paged lists',
      async run(t) {
        const { owner, chat } = await t.cast()
        const { link: primary } = await owner.primary(chat)
        t.advance(60)
        const old = await owner.export(chat)
        t.advance(60)
        const fresh = [old]
        for (let i = 0; i < 3; i++) fresh.unshift(await owner.export(chat))
        const additional = (await owner.links(chat)).filter((link) => link !== primary)
        t.expect(additional).toEqual(fresh.map((one) => one.link))
      },
    },
    {
      rule: 'A page has 100 links at most.',
      evidence: 'INF: clients ask for 10 to 50',
      kinds: ['group'],
      async run(t) {
        const { owner, chat } = await t.cast()
        await exportAll(owner, chat, 105)
        const { count, invites } = await owner.list(chat, owner, { limit: 1000 })
        t.expect([count, invites.length]).toEqual([106, 100])
      },
    },
    {
      rule: 'The admin of the links is among the users of the answer.',
      evidence: 'SRC: TDLib wants every admin_id among the users',
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        await admin.export(chat)
        t.expect((await owner.list(chat, admin)).users).toMatchObject([{ id: admin.id }])
      },
    },
    {
      rule: 'Links of one admin are not among those of another.',
      evidence: LISTS,
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        const { link } = await admin.export(chat)
        t.expect(await owner.links(chat)).not.toContain(link)
      },
    },
    {
      rule: 'An admin without links has an empty list.',
      evidence: LISTS,
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        t.expect(await owner.list(chat, admin)).toMatchObject({ count: 0, invites: [] })
      },
    },
    {
      rule: "The links of somebody who is no admin can't be asked for.",
      evidence: 'DB: ADMIN_ID_INVALID',
      async run(t) {
        const { owner, member, chat } = await t.cast('member')
        await t.refuses(owner.list(chat, member), 'ADMIN_ID_INVALID')
      },
    },
    {
      rule: 'One link is answered with its admin among the users.',
      evidence: 'DOC: core.telegram.org/constructor/messages.exportedChatInvite',
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat, { title: 'One' })
        const request = { peer: await owner.peer(chat), link: invite.link }
        const answer = await owner.call('messages.getExportedChatInvite', request)
        t.expect(answer).toMatchObject({ invite, users: [{ id: owner.id }] })
      },
    },
    {
      rule: 'Every admin with links is counted with those in force and those revoked, bots and the owner too.',
      evidence: COUNTS,
      async run(t) {
        const { owner, admin, bot, chat } = await t.cast('admin', 'bot')
        await owner.revoke(chat, await owner.export(chat))
        await exportAll(admin, chat, 2)
        await bot.export(chat)
        const { admins, users } = await owner.linkCounts(chat)
        const counted = new Map(
          admins.map((one) => [one.adminId, [one.invitesCount, one.revokedInvitesCount]]),
        )
        // The owner's primary link came with the chat.
        t.expect(counted).toEqual(
          new Map([
            [owner.id, [1, 1]],
            [admin.id, [2, 0]],
            [bot.id, [1, 0]],
          ]),
        )
        const named = users.map((one) => one.id).toSorted((a, b) => a - b)
        t.expect(named).toEqual([owner.id, admin.id, bot.id].toSorted((a, b) => a - b))
      },
    },
    {
      rule: 'An admin without links is not counted.',
      evidence: COUNTS,
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        const { admins } = await owner.linkCounts(chat)
        t.expect(admins.map((one) => one.adminId)).not.toContain(admin.id)
      },
    },
    {
      rule: 'Deleting a revoked link answers true, and it is in no list any more.',
      evidence: 'DOC: core.telegram.org/method/messages.deleteExportedChatInvite',
      async run(t) {
        const { owner, chat } = await t.cast()
        const { link } = await owner.export(chat)
        await owner.revoke(chat, link)
        t.expect(await owner.delete(chat, link)).toBe(true)
        t.expect(await owner.links(chat, owner, { revoked: true })).toEqual([])
        await t.refuses(owner.get(chat, link), 'INVITE_HASH_EXPIRED')
      },
    },
    {
      rule: "A link in force can't be deleted.",
      evidence: 'OBS: Pyrogram, "required link to be revoked first"',
      async run(t) {
        const { owner, chat } = await t.cast()
        await t.refuses(owner.delete(chat, await owner.export(chat)), 'INVITE_REVOKED_MISSING')
      },
    },
    {
      rule: 'All revoked links of an admin are deleted at once, those in force and those of others stay.',
      evidence: 'DOC: core.telegram.org/method/messages.deleteRevokedExportedChatInvites',
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        const [mine, theirs] = [await owner.export(chat), await admin.export(chat)]
        const kept = await owner.export(chat)
        await owner.revoke(chat, mine)
        await admin.revoke(chat, theirs)
        t.expect(await owner.deleteRevoked(chat)).toBe(true)
        t.expect(await owner.links(chat, owner, { revoked: true })).toEqual([])
        t.expect(await owner.links(chat)).toContain(kept.link)
        t.expect(await admin.links(chat, admin, { revoked: true })).toEqual([theirs.link])
      },
    },
    {
      rule: 'The owner deletes the revoked links of another admin.',
      evidence: 'DOC: td_api.tl, deleteAllRevokedChatInviteLinks',
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        await admin.revoke(chat, await admin.export(chat))
        t.expect(await owner.deleteRevoked(chat, admin)).toBe(true)
        t.expect(await admin.links(chat, admin, { revoked: true })).toEqual([])
      },
    },
    {
      rule: 'Who came by a link is listed with the date, and is among the users.',
      evidence: IMPORTERS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat)
        const before = t.now
        await guest.join(link)
        const answer = await owner.importers(chat, { link })
        t.expect(answer).toMatchObject({
          count: 1,
          importers: [{ userId: guest.id }],
          users: [{ id: guest.id }],
        })
        t.expect(answer.importers[0]?.date).toBeGreaterThanOrEqual(before)
      },
    },
    {
      rule: 'Who came by another link is not listed.',
      evidence: IMPORTERS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const [one, other] = [await owner.export(chat), await owner.export(chat)]
        await guest.join(one)
        t.expect((await owner.importers(chat, { link: other })).count).toBe(0)
      },
    },
    {
      rule: 'Without a link all who came by links are listed.',
      evidence: IMPORTERS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const other = await t.person('Other')
        await guest.join(await owner.export(chat))
        await other.join(await owner.export(chat))
        const { importers } = await owner.importers(chat)
        t.expect(new Set(importers.map((one) => one.userId))).toEqual(new Set([guest.id, other.id]))
      },
    },
    {
      rule: 'Users of a link are paged by date and user, newest first.',
      evidence: 'DOC: core.telegram.org/api/offsets',
      async run(t) {
        const { owner, chat } = await t.cast()
        const link = await owner.export(chat)
        const people = await joinOneByOne(t, link, 3)
        const first = await owner.importers(chat, { link, limit: 2 })
        const last = first.importers.at(-1)
        const [oldest, middle] = people
        t.expect(last?.userId).toBe(middle?.id)
        const rest = await owner.importers(chat, {
          link,
          limit: 2,
          offsetDate: last?.date ?? 0,
          offsetUser: { _: 'inputUser', userId: last?.userId ?? 0, accessHash: 0n },
        })
        t.expect([first.count, rest.count]).toEqual([3, 3])
        t.expect(rest.importers.map((one) => one.userId)).toEqual([oldest?.id])
      },
    },
    {
      rule: 'A search finds users by the start of a name.',
      evidence: IMPORTERS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const other = await t.person('Zacharias')
        const link = await owner.export(chat)
        await guest.join(link)
        await other.join(link)
        const { importers } = await owner.importers(chat, { q: 'zach' })
        t.expect(importers.map((one) => one.userId)).toEqual([other.id])
      },
    },
    {
      rule: "A search can't be combined with a link.",
      evidence: 'DB: SEARCH_WITH_LINK_NOT_SUPPORTED',
      async run(t) {
        const { owner, chat } = await t.cast()
        const link = await owner.export(chat)
        const search = owner.importers(chat, { link, q: 'a' })
        await t.refuses(search, 'SEARCH_WITH_LINK_NOT_SUPPORTED')
      },
    },
    {
      rule: 'With requested, every row is a pending request with what the requester says of themself.',
      evidence: 'SRC: TDLib drops rows that do not match',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat, { requestNeeded: true })
        await t.ask(guest, link)
        const { importers } = await owner.importers(chat, { link, requested: true })
        t.expect(importers).toMatchObject([
          { requested: true, userId: guest.id, about: 'I like birds' },
        ])
        t.expect(importers[0]).not.toHaveProperty('approvedBy')
      },
    },
    {
      rule: 'Without requested, no row is a pending request.',
      evidence: 'SRC: TDLib drops rows that do not match',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat, { requestNeeded: true })
        await t.ask(guest, link)
        t.expect(await owner.importers(chat, { link })).toMatchObject({ count: 0, importers: [] })
      },
    },
    {
      rule: 'Somebody who was approved is listed with the admin who approved them.',
      evidence: 'DOC: core.telegram.org/constructor/chatInviteImporter',
      async run(t) {
        const { owner, admin, guest, chat } = await t.cast('admin')
        const link = await owner.export(chat, { requestNeeded: true })
        await t.ask(guest, link)
        await admin.approve(chat, guest)
        const { importers } = await owner.importers(chat, { link })
        t.expect(importers).toMatchObject([{ userId: guest.id, approvedBy: admin.id }])
        t.expect(importers[0]).not.toHaveProperty('requested')
      },
    },
    {
      rule: 'The users of a revoked link are listed as before.',
      evidence: 'DOC: core.telegram.org/api/invites',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat)
        await guest.join(link)
        await owner.revoke(chat, link)
        t.expect((await owner.importers(chat, { link })).count).toBe(1)
      },
    },
    {
      rule: 'Who left the chat is no longer listed.',
      evidence: 'INF',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat)
        await guest.join(link)
        await guest.leave(chat)
        t.expect((await owner.importers(chat, { link })).count).toBe(0)
      },
    },
    {
      rule: 'An admin sees, without naming a link, only people who came by the admin’s own links.',
      evidence: 'INF: links of others are for the owner',
      async run(t) {
        const { owner, admin, guest, chat } = await t.cast('admin')
        const other = await t.person('Other')
        await guest.join(await admin.export(chat))
        await other.join(await owner.export(chat))
        const { importers } = await admin.importers(chat)
        t.expect(importers.map((one) => one.userId)).toEqual([guest.id])
      },
    },
  ],
}
