import type { Chapter } from '../row.ts'
import { DAY } from '../scenario.ts'

const FLAGS = 'SRC: Android sends only what changed'
const ONE_STRING = 'OBS: live tests of Telegram.Bot and python-telegram-bot'
const UNKNOWN = 'OBS: live edit of a link that never was'

/** Changing and revoking links. */
export const edit: Chapter = {
  title: 'Changing and revoking',
  intro: '`messages.editExportedChatInvite` changes what is named and keeps what is not.',
  rows: [
    {
      rule: 'A field that is absent from the request stays as it is.',
      evidence: FLAGS,
      async run(t) {
        const { owner, chat } = await t.cast()
        const options = { title: 'Kept', expireDate: t.now + DAY, usageLimit: 7 }
        const invite = await owner.export(chat, options)
        const changed = await owner.edited(chat, invite, { title: 'New' })
        t.expect(changed).toMatchObject({ ...options, title: 'New' })
      },
    },
    {
      rule: 'An expiry of 0 takes the expiry away.',
      evidence: 'SRC: TDLib sends 0 for none',
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat, { expireDate: t.now + DAY })
        const changed = await owner.edited(chat, invite, { expireDate: 0 })
        t.expect(changed).not.toHaveProperty('expireDate')
      },
    },
    {
      rule: 'A limit of 0 takes the limit away.',
      evidence: 'SRC: TDLib sends 0 for none',
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat, { usageLimit: 5 })
        const changed = await owner.edited(chat, invite, { usageLimit: 0 })
        t.expect(changed).not.toHaveProperty('usageLimit')
      },
    },
    {
      rule: 'request_needed set to false takes the approval away, and the link lets people in.',
      evidence: 'DOC: the schema has a Bool here, not a flag',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const invite = await owner.export(chat, { requestNeeded: true })
        const changed = await owner.edited(chat, invite, { requestNeeded: false })
        t.expect(changed).not.toHaveProperty('requestNeeded')
        await guest.join(invite)
      },
    },
    {
      rule: 'An empty title takes the title away.',
      evidence: FLAGS,
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat, { title: 'Old' })
        t.expect(await owner.edited(chat, invite, { title: '' })).not.toHaveProperty('title')
      },
    },
    {
      rule: 'All fields can be changed in one call, as TDLib and with it the Bot API does.',
      evidence: 'SRC: TDLib sends all four each time',
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat, { title: 'Old', requestNeeded: true })
        const options = { title: 'New', expireDate: t.now + DAY, usageLimit: 9 }
        const changed = await owner.edited(chat, invite, { ...options, requestNeeded: false })
        t.expect(changed).toMatchObject(options)
      },
    },
    {
      rule: 'The text of the link never changes.',
      evidence: ONE_STRING,
      async run(t) {
        const { owner, chat } = await t.cast()
        const { link } = await owner.export(chat)
        const changed = await owner.edited(chat, link, { title: 'New', requestNeeded: true })
        t.expect(changed.link).toBe(link)
      },
    },
    {
      rule: 'A change answers messages.exportedChatInvite with the admin among its users.',
      evidence: 'SRC: TDLib takes no other answer',
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        const invite = await admin.export(chat)
        t.expect(await owner.edit(chat, invite, { title: 'New' })).toMatchObject({
          _: 'messages.exportedChatInvite',
          users: [{ id: admin.id }],
        })
      },
    },
    {
      rule: 'Revoking an additional link answers messages.exportedChatInvite with revoked set.',
      evidence: 'SRC: TDLib takes Replaced only for a primary link',
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat)
        t.expect(await owner.revoke(chat, invite)).toMatchObject({
          _: 'messages.exportedChatInvite',
          invite: { link: invite.link, revoked: true },
        })
      },
    },
    {
      rule: 'A revoked link moves from the list of those in force to that of the revoked ones.',
      evidence: 'DOC: core.telegram.org/method/messages.getExportedChatInvites',
      async run(t) {
        const { owner, chat } = await t.cast()
        const { link } = await owner.export(chat)
        await owner.revoke(chat, link)
        t.expect(await owner.links(chat)).not.toContain(link)
        t.expect(await owner.links(chat, owner, { revoked: true })).toEqual([link])
      },
    },
    {
      rule: "A revoked link can't be changed.",
      evidence: 'INF: the only error of a link’s state that the method has',
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat)
        await owner.revoke(chat, invite)
        await t.refuses(owner.edit(chat, invite, { title: 'New' }), 'INVITE_HASH_EXPIRED')
      },
    },
    {
      rule: "A revoked link can't be revoked again.",
      evidence: 'INF: the only error of a link’s state that the method has',
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat)
        await owner.revoke(chat, invite)
        await t.refuses(owner.revoke(chat, invite), 'INVITE_HASH_EXPIRED')
      },
    },
    {
      rule: "A link that never was can't be changed.",
      evidence: UNKNOWN,
      async run(t) {
        const { owner, chat } = await t.cast()
        const never = 'https://t.me/+bogusbogusbogus0'
        await t.refuses(owner.edit(chat, never, { title: 'New' }), 'INVITE_HASH_EXPIRED')
        await t.refuses(owner.revoke(chat, never), 'INVITE_HASH_EXPIRED')
      },
    },
    {
      rule: "A link of another chat can't be changed.",
      evidence: UNKNOWN,
      async run(t) {
        const { owner, chat } = await t.cast()
        const elsewhere = await owner.export(await t.chat(owner))
        await t.refuses(owner.edit(chat, elsewhere, { title: 'New' }), 'INVITE_HASH_EXPIRED')
      },
    },
    {
      rule: 'A link that ran out of time is in force again once its expiry is moved.',
      evidence: 'SRC: tdesktop offers to reactivate it',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const invite = await owner.export(chat, { expireDate: t.now + 60 })
        t.advance(61)
        await t.refuses(guest.join(invite), 'INVITE_HASH_EXPIRED')
        await owner.edit(chat, invite, { expireDate: t.now + DAY })
        await guest.join(invite)
      },
    },
    {
      rule: 'A link that is used up is in force again once its limit is raised.',
      evidence: 'SRC: tdesktop offers to reactivate it',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const invite = await owner.export(chat, { usageLimit: 1 })
        await (await t.person('First')).join(invite)
        await t.refuses(guest.join(invite), 'INVITE_HASH_EXPIRED')
        await owner.edit(chat, invite, { usageLimit: 2 })
        await guest.join(invite)
      },
    },
    {
      rule: 'A change to an expiry in the past is refused.',
      evidence: 'INF: as at the export',
      async run(t) {
        const { owner, chat } = await t.cast()
        const edit = owner.edit(chat, await owner.export(chat), { expireDate: t.now - 1 })
        await t.refuses(edit, 'EXPIRE_DATE_INVALID')
      },
    },
    {
      rule: 'A change to a limit out of bounds is refused.',
      evidence: 'DB: USAGE_LIMIT_INVALID',
      async run(t) {
        const { owner, chat } = await t.cast()
        const edit = owner.edit(chat, await owner.export(chat), { usageLimit: 100_000 })
        await t.refuses(edit, 'USAGE_LIMIT_INVALID')
      },
    },
    {
      rule: 'A change that is refused changes nothing.',
      evidence: 'INF',
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat, { title: 'Old' })
        const edit = owner.edit(chat, invite, { title: 'New', usageLimit: -1 })
        await t.refuses(edit, 'USAGE_LIMIT_INVALID')
        t.expect(await owner.get(chat, invite)).toEqual(invite)
      },
    },
  ],
}
