import { exported } from '../actor.ts'
import { CHANNELS, type Chapter } from '../row.ts'
import { DAY } from '../scenario.ts'

const FULL = 'OBS: TDLib issue 1622'
const REPLACE = 'DOC: Bot API, exportChatInviteLink'

/** The link that every admin always has. */
export const primary: Chapter = {
  title: 'The primary link',
  intro:
    'Every admin with the right to invite has exactly one primary (permanent) link in a chat; it is replaced, never changed.',
  rows: [
    {
      rule: 'A new chat has a primary link of its owner.',
      evidence: 'DOC: core.telegram.org/api/invites',
      async run(t) {
        const { owner, chat } = await t.cast()
        t.expect(await owner.primary(chat)).toMatchObject({ permanent: true, adminId: owner.id })
      },
    },
    {
      rule: 'Asking for the full chat makes the primary link of an admin who has none yet.',
      evidence: FULL,
      async run(t) {
        const { admin, chat } = await t.cast('admin')
        t.expect(await admin.primary(chat)).toMatchObject({ permanent: true, adminId: admin.id })
      },
    },
    {
      rule: 'The full chat shows each admin his own primary link.',
      evidence: 'SRC: tdesktop, ApiInviteLinks',
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        const [mine, theirs] = [await owner.primary(chat), await admin.primary(chat)]
        t.expect(mine.link).not.toBe(theirs.link)
        t.expect((await owner.primary(chat)).link).toBe(mine.link)
      },
    },
    {
      rule: 'The full chat shows no link to a plain member.',
      evidence: 'SRC: tdesktop, ApiInviteLinks',
      async run(t) {
        const { member, chat } = await t.cast('member')
        t.expect(await member.full(chat)).not.toHaveProperty('exportedInvite')
      },
    },
    {
      rule: 'The full chat shows no link to an admin without the right to invite.',
      evidence: 'SRC: TDLib can_manage_invite_links',
      kinds: CHANNELS,
      async run(t) {
        const { clerk, chat } = await t.cast('clerk')
        t.expect(await clerk.full(chat)).not.toHaveProperty('exportedInvite')
      },
    },
    {
      rule: 'legacy_revoke_permanent answers a new primary link of the caller.',
      evidence: 'SRC: TDLib replacePrimaryChatInviteLink',
      async run(t) {
        const { admin, chat } = await t.cast('admin')
        const old = await admin.primary(chat)
        const fresh = await admin.replacePrimary(chat)
        t.expect(fresh).toMatchObject({ permanent: true, adminId: admin.id })
        t.expect(fresh.link).not.toBe(old.link)
        t.expect((await admin.primary(chat)).link).toBe(fresh.link)
      },
    },
    {
      rule: 'legacy_revoke_permanent revokes the old primary link, by which nobody joins any more.',
      evidence: REPLACE,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const old = await owner.primary(chat)
        await owner.replacePrimary(chat)
        t.expect(await owner.links(chat, owner, { revoked: true })).toContain(old.link)
        await t.refuses(guest.join(old), 'INVITE_HASH_EXPIRED')
      },
    },
    {
      rule: 'legacy_revoke_permanent leaves the additional links of the caller in force.',
      evidence: REPLACE,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const other = await owner.export(chat)
        await owner.replacePrimary(chat)
        await guest.join(other)
      },
    },
    {
      rule: 'legacy_revoke_permanent leaves the links of other admins in force.',
      evidence: 'OBS: tdesktop issue 6007',
      async run(t) {
        const { owner, admin, guest, chat } = await t.cast('admin')
        const theirs = await admin.primary(chat)
        await owner.replacePrimary(chat)
        await guest.join(theirs)
      },
    },
    {
      rule: 'A primary link has no title, no expiry and no limit, whatever it is asked for with.',
      evidence: 'SRC: TDLib DialogInviteLink, "wrong permanent"',
      async run(t) {
        const { owner, chat } = await t.cast()
        const options = { title: 'Mine', expireDate: t.now + DAY, usageLimit: 3 }
        const invite = await owner.replacePrimary(chat, options)
        for (const field of ['title', 'expireDate', 'usageLimit', 'startDate', 'requested'])
          t.expect(invite).not.toHaveProperty(field)
      },
    },
    {
      rule: 'A primary link may need approval.',
      evidence: 'DOC: td_api.tl, toggleSupergroupJoinByRequest',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const invite = await owner.replacePrimary(chat, { requestNeeded: true })
        t.expect(invite).toMatchObject({ permanent: true, requestNeeded: true })
        await t.ask(guest, invite)
      },
    },
    {
      rule: 'Without legacy_revoke_permanent every call makes one more link, which is not primary.',
      evidence: 'OBS: live tests of Telegram.Bot',
      async run(t) {
        const { owner, chat } = await t.cast()
        const old = await owner.primary(chat)
        const [one, two] = [await owner.export(chat), await owner.export(chat)]
        t.expect(new Set([old.link, one.link, two.link]).size).toBe(3)
        t.expect(one).not.toHaveProperty('permanent')
        t.expect((await owner.primary(chat)).link).toBe(old.link)
      },
    },
    {
      rule: 'Revoking a primary link answers the revoked one and its replacement.',
      evidence: 'DOC: Bot API, revokeChatInviteLink',
      async run(t) {
        const { owner, chat } = await t.cast()
        const old = await owner.primary(chat)
        const answer = await owner.revoke(chat, old)
        t.expect(answer).toMatchObject({
          _: 'messages.exportedChatInviteReplaced',
          invite: { link: old.link, revoked: true },
          newInvite: { permanent: true, adminId: owner.id },
          users: [{ id: owner.id }],
        })
        const fresh = exported('newInvite' in answer ? answer.newInvite : undefined)
        t.expect(fresh).not.toHaveProperty('revoked')
        t.expect((await owner.primary(chat)).link).toBe(fresh.link)
      },
    },
    {
      rule: 'Where the owner revokes the primary link of an admin, that admin gets the next one.',
      evidence: 'INF',
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        const answer = await owner.revoke(chat, await admin.primary(chat))
        const fresh = exported('newInvite' in answer ? answer.newInvite : undefined)
        t.expect(fresh.adminId).toBe(admin.id)
        t.expect((await admin.primary(chat)).link).toBe(fresh.link)
      },
    },
    {
      rule: "A primary link can't be changed.",
      evidence:
        'DB: CHAT_INVITE_PERMANENT, "You can\'t set an expiration date on permanent invite links"',
      async run(t) {
        const { owner, chat } = await t.cast()
        const edit = owner.edit(chat, await owner.primary(chat), { expireDate: t.now + DAY })
        await t.refuses(edit, 'CHAT_INVITE_PERMANENT')
      },
    },
    {
      rule: "A primary link can't be deleted, its revoked predecessor can.",
      evidence: 'OBS: Pyrogram, "required link to be revoked first"',
      async run(t) {
        const { owner, chat } = await t.cast()
        const old = await owner.primary(chat)
        await t.refuses(owner.delete(chat, old), 'INVITE_REVOKED_MISSING')
        await owner.replacePrimary(chat)
        t.expect(await owner.delete(chat, old)).toBe(true)
      },
    },
    {
      rule: "A bot replaces its own primary link and leaves the owner's as it is.",
      evidence: REPLACE,
      async run(t) {
        const { owner, bot, chat } = await t.cast('bot')
        const mine = await owner.primary(chat)
        const [one, two] = [await bot.replacePrimary(chat), await bot.replacePrimary(chat)]
        t.expect(one.link).not.toBe(two.link)
        t.expect((await bot.primary(chat)).link).toBe(two.link)
        t.expect((await owner.primary(chat)).link).toBe(mine.link)
      },
    },
    {
      rule: 'A primary link stands among the links of its admin.',
      evidence: 'SRC: tdesktop takes it out of the list by itself',
      async run(t) {
        const { owner, chat } = await t.cast()
        const { link } = await owner.primary(chat)
        t.expect(await owner.links(chat)).toEqual([link])
      },
    },
  ],
}
