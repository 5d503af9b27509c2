import type { Actor, Chat } from '../actor.ts'
import type { ChatInviteExported } from '../../src/tl/generated/base.ts'
import { CHANNELS, GROUPS, type Chapter, type Row } from '../row.ts'

const TD_API = 'DOC: td_api.tl, createChatInviteLink and its neighbours'
const OWNER_ONLY = 'DOC: td_api.tl, "owner privileges for other links"'
const BOTS_LINKS =
  'DB: errors of messages.editExportedChatInvite, text of EDIT_BOT_INVITE_FORBIDDEN'

type Deed = (by: Actor, chat: Chat, invite: ChatInviteExported) => Promise<unknown>

/** What the owner alone may do to the link of another. */
const OTHERS: Readonly<Record<string, Deed>> = {
  look: (by, chat, invite) => by.get(chat, invite),
  change: (by, chat, invite) => by.edit(chat, invite, { title: 'New' }),
  revoke: (by, chat, invite) => by.revoke(chat, invite),
  delete: (by, chat, invite) => by.delete(chat, invite),
  'see who came by': (by, chat, link) => by.importers(chat, { link }),
}

const ofOthers: readonly Row[] = Object.entries(OTHERS).map(([verb, deed]) => ({
  rule: `An admin can't ${verb === 'look' ? 'look at' : verb} the link of another admin.`,
  evidence: OWNER_ONLY,
  kinds: CHANNELS,
  async run(t) {
    const { owner, admin, chat } = await t.cast('admin')
    await t.refuses(deed(admin, chat, await owner.export(chat)), 'CHAT_ADMIN_REQUIRED')
  },
}))

/** Who may make and manage links. */
export const who: Chapter = {
  title: 'Who may manage links',
  intro:
    'Every admin with the right to invite has links of his own; the owner manages those of all others.',
  rows: [
    {
      rule: 'The owner exports links.',
      evidence: TD_API,
      async run(t) {
        const { owner, chat } = await t.cast()
        t.expect(await owner.export(chat)).toMatchObject({ adminId: owner.id })
      },
    },
    {
      rule: 'An admin with the right to invite exports, changes, revokes and deletes his own links.',
      evidence: TD_API,
      async run(t) {
        const { admin, chat } = await t.cast('admin')
        const invite = await admin.export(chat)
        t.expect(invite.adminId).toBe(admin.id)
        t.expect((await admin.edited(chat, invite, { title: 'Mine' })).title).toBe('Mine')
        await admin.revoke(chat, invite)
        t.expect(await admin.delete(chat, invite)).toBe(true)
      },
    },
    {
      rule: 'An admin without the right to invite exports none.',
      evidence: 'SRC: TDLib can_manage_invite_links',
      kinds: CHANNELS,
      async run(t) {
        const { clerk, chat } = await t.cast('clerk')
        await t.refuses(clerk.export(chat), 'CHAT_ADMIN_REQUIRED')
      },
    },
    {
      rule: 'Every admin of a basic group has the right, since its admins have no single rights.',
      evidence: 'DOC: core.telegram.org/api/rights',
      kinds: ['group'],
      async run(t) {
        const { clerk, chat } = await t.cast('clerk')
        t.expect((await clerk.export(chat)).adminId).toBe(clerk.id)
      },
    },
    {
      rule: 'That every member may add others is not enough to export a link.',
      evidence: 'OBS: Telegram-X issue 53',
      kinds: GROUPS,
      async run(t) {
        const { member, chat } = await t.cast('member')
        await t.refuses(member.export(chat), 'CHAT_ADMIN_REQUIRED')
      },
    },
    {
      rule: 'The links of another are listed to the owner only.',
      evidence: OWNER_ONLY,
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        const theirs = await admin.export(chat)
        await t.refuses(admin.list(chat, owner), 'CHAT_ADMIN_REQUIRED')
        t.expect(await owner.links(chat, admin)).toContain(theirs.link)
      },
    },
    ...ofOthers,
    {
      rule: 'The owner looks at, changes, revokes and deletes the link of an admin.',
      evidence: OWNER_ONLY,
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        const invite = await admin.export(chat)
        t.expect(await owner.get(chat, invite)).toMatchObject({ link: invite.link })
        t.expect(await owner.edited(chat, invite, { title: 'New' })).toMatchObject({
          adminId: admin.id,
          title: 'New',
        })
        await owner.revoke(chat, invite)
        t.expect(await owner.delete(chat, invite)).toBe(true)
      },
    },
    {
      rule: 'How many links each admin has is told to the owner only.',
      evidence: 'DOC: td_api.tl, getChatInviteLinkCounts',
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        await t.refuses(admin.linkCounts(chat), 'CHAT_ADMIN_REQUIRED')
        t.expect((await owner.linkCounts(chat)).admins).toBeDefined()
      },
    },
    {
      rule: 'A bot with the right exports links and changes its own.',
      evidence: 'DOC: Bot API, createChatInviteLink and editChatInviteLink',
      async run(t) {
        const { bot, chat } = await t.cast('bot')
        const invite = await bot.export(chat)
        t.expect(invite.adminId).toBe(bot.id)
        t.expect((await bot.edited(chat, invite, { title: 'By a bot' })).title).toBe('By a bot')
      },
    },
    {
      rule: "The owner can't change a link that a bot made.",
      evidence: BOTS_LINKS,
      async run(t) {
        const { owner, bot, chat } = await t.cast('bot')
        const edit = owner.edit(chat, await bot.export(chat), { title: 'New' })
        await t.refuses(edit, 'EDIT_BOT_INVITE_FORBIDDEN', 403)
      },
    },
    {
      rule: "The owner can't revoke a link that a bot made.",
      evidence: 'OBS: tdesktop issue 26165',
      async run(t) {
        const { owner, bot, chat } = await t.cast('bot')
        const revoke = owner.revoke(chat, await bot.export(chat))
        await t.refuses(revoke, 'EDIT_BOT_INVITE_FORBIDDEN', 403)
      },
    },
    {
      rule: 'The owner lists the links of a bot, and deletes those that the bot revoked.',
      evidence: 'SRC: clients hide only Edit and Revoke at the links of a bot',
      async run(t) {
        const { owner, bot, chat } = await t.cast('bot')
        const { link } = await bot.export(chat)
        t.expect(await owner.links(chat, bot)).toContain(link)
        await bot.revoke(chat, link)
        t.expect(await owner.delete(chat, link)).toBe(true)
      },
    },
    {
      rule: "A bot can't change the link of another admin.",
      evidence: 'DOC: Bot API, "Bots can\'t use invite links generated by other administrators"',
      async run(t) {
        const { owner, bot, chat } = await t.cast('bot')
        const edit = bot.edit(chat, await owner.export(chat), { title: 'New' })
        await t.refuses(edit, 'CHAT_ADMIN_REQUIRED')
      },
    },
  ],
}
