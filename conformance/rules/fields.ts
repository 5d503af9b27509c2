import type { Chapter, Row } from '../row.ts'
import { DAY } from '../scenario.ts'

const LIMITS = 'DOC: Bot API, createChatInviteLink: member_limit 1-99999'
const TITLE = 'SRC: TDLib MAX_INVITE_LINK_TITLE_LENGTH'
const USAGE = 'DOC: Bot API, ChatInviteLink: "members of the chat simultaneously"'
const EXCLUSIVE = 'SRC: TDLib, "links requiring administrator approval"'

const badLimits: readonly Row[] = [-1, 100_000, 2_147_483_647].map((usageLimit) => ({
  rule: `A usage limit of ${usageLimit} is refused.`,
  evidence: LIMITS,
  kinds: ['group'],
  async run(t) {
    const { owner, chat } = await t.cast()
    await t.refuses(owner.export(chat, { usageLimit }), 'USAGE_LIMIT_INVALID')
  },
}))

const goodLimits: readonly Row[] = [1, 99_999].map((usageLimit) => ({
  rule: `A usage limit of ${usageLimit} is taken.`,
  evidence: LIMITS,
  kinds: ['group'],
  async run(t) {
    const { owner, chat } = await t.cast()
    t.expect((await owner.export(chat, { usageLimit })).usageLimit).toBe(usageLimit)
  },
}))

/** What a link says of itself. */
export const fields: Chapter = {
  title: 'Fields of a link',
  intro: 'What `chatInviteExported` holds, and which values are taken for it.',
  rows: [
    {
      rule: 'A link is https://t.me/+ and 16 characters of base64url.',
      evidence: 'OBS: 29 links in public texts',
      async run(t) {
        const { owner, chat } = await t.cast()
        t.expect((await owner.export(chat)).link).toMatch(/^https:\/\/t\.me\/\+[\w-]{16}$/)
      },
    },
    {
      rule: 'date is when the link was made.',
      evidence: 'DOC: core.telegram.org/constructor/chatInviteExported',
      async run(t) {
        const { owner, chat } = await t.cast()
        const before = t.now
        const { date } = await owner.export(chat)
        t.expect(date).toBeGreaterThanOrEqual(before)
        t.expect(date).toBeLessThanOrEqual(t.now)
      },
    },
    {
      rule: 'A new link without options has no field but its text, its admin and its date.',
      evidence: 'SRC: TDLib DialogInviteLink checks counters and dates',
      async run(t) {
        const { owner, chat } = await t.cast()
        const names = Object.keys(await owner.export(chat)).sort()
        t.expect(names).toEqual(['_', 'adminId', 'date', 'link'])
      },
    },
    {
      rule: 'start_date is absent at first, and is when the link was changed last from then on.',
      evidence: 'SRC: TDLib DialogInviteLink; Android and tdesktop draw progress from it',
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat)
        t.expect(invite).not.toHaveProperty('startDate')
        t.advance(60)
        const { startDate } = await owner.edited(chat, invite, { title: 'New' })
        t.expect(startDate).toBeGreaterThanOrEqual(invite.date + 60)
      },
    },
    {
      rule: 'An expiry in the future is kept as it is.',
      evidence: 'DOC: core.telegram.org/method/messages.exportChatInvite',
      async run(t) {
        const { owner, chat } = await t.cast()
        const expireDate = t.now + DAY
        t.expect((await owner.export(chat, { expireDate })).expireDate).toBe(expireDate)
      },
    },
    {
      rule: 'An expiry in the past is refused.',
      evidence: 'DB: EXPIRE_DATE_INVALID',
      async run(t) {
        const { owner, chat } = await t.cast()
        await t.refuses(owner.export(chat, { expireDate: t.now - 1 }), 'EXPIRE_DATE_INVALID')
        await t.refuses(owner.export(chat, { expireDate: -1 }), 'EXPIRE_DATE_INVALID')
      },
    },
    {
      rule: 'A flag that is set with 0, as Android always sends it, means no expiry and no limit.',
      evidence: 'SRC: Android',
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat, { expireDate: 0, usageLimit: 0 })
        t.expect(Object.keys(invite).sort()).toEqual(['_', 'adminId', 'date', 'link'])
      },
    },
    ...goodLimits,
    ...badLimits,
    {
      rule: 'usage counts who joined by the link and is absent at 0.',
      evidence: USAGE,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const invite = await owner.export(chat)
        await guest.join(invite)
        t.expect((await owner.get(chat, invite)).usage).toBe(1)
      },
    },
    {
      rule: 'Somebody who leaves frees their place on the link.',
      evidence: 'OBS: node-telegram-bot-api issue 884',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const late = await t.person('Late')
        const invite = await owner.export(chat, { usageLimit: 1 })
        await guest.join(invite)
        await t.refuses(late.join(invite), 'INVITE_HASH_EXPIRED')
        await guest.leave(chat)
        t.expect(await owner.get(chat, invite)).not.toHaveProperty('usage')
        await late.join(invite)
      },
    },
    {
      rule: 'Somebody who is banned frees their place on the link.',
      evidence: 'INF',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const invite = await owner.export(chat, { usageLimit: 1 })
        await guest.join(invite)
        await owner.ban(chat, guest)
        t.expect(await owner.get(chat, invite)).not.toHaveProperty('usage')
      },
    },
    {
      rule: 'A link that needs approval has no limit, even if both are asked for.',
      evidence: EXCLUSIVE,
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat, { requestNeeded: true, usageLimit: 5 })
        t.expect(invite.requestNeeded).toBe(true)
        t.expect(invite).not.toHaveProperty('usageLimit')
      },
    },
    {
      rule: 'Asking for approval takes the limit of a link away.',
      evidence: 'OBS: telegram-bot-api issue 196',
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat, { usageLimit: 5 })
        const changed = await owner.edited(chat, invite, { requestNeeded: true })
        t.expect(changed.requestNeeded).toBe(true)
        t.expect(changed).not.toHaveProperty('usageLimit')
      },
    },
    {
      rule: 'A title of 32 characters is kept.',
      evidence: TITLE,
      async run(t) {
        const { owner, chat } = await t.cast()
        const title = 'ß'.repeat(31) + '!'
        t.expect((await owner.export(chat, { title })).title).toBe(title)
      },
    },
    {
      rule: 'A longer title is cut to 32 characters, not to 32 halves of emoji.',
      evidence: 'INF: clients cut by themselves, the error of the server is unknown',
      async run(t) {
        const { owner, chat } = await t.cast()
        const { title } = await owner.export(chat, { title: '🌿'.repeat(40) })
        t.expect(title).toBe('🌿'.repeat(32))
      },
    },
    {
      rule: 'A title loses outer blanks, control characters and overrides of direction.',
      evidence: 'SRC: td misc.cpp clean_input_string, clean_name',
      async run(t) {
        const { owner, chat } = await t.cast()
        const { title } = await owner.export(chat, { title: '  for\r\n\u3000\u202efriends \u0007' })
        t.expect(title).toBe('for friends')
      },
    },
    {
      rule: 'A title in which nothing is seen is none.',
      evidence: 'SRC: td misc.cpp strip_empty_characters',
      async run(t) {
        const { owner, chat } = await t.cast()
        for (const title of [' \t ', '\u200b', '\u2800']) {
          t.expect(await owner.export(chat, { title })).not.toHaveProperty('title')
        }
      },
    },
    {
      rule: 'requested counts who waits for approval by the link and is absent at 0.',
      evidence: 'SRC: TDLib DialogInviteLink',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const invite = await owner.export(chat, { requestNeeded: true })
        t.expect(invite).not.toHaveProperty('requested')
        await t.ask(guest, invite)
        t.expect((await owner.get(chat, invite)).requested).toBe(1)
        await owner.decline(chat, guest)
        t.expect(await owner.get(chat, invite)).not.toHaveProperty('requested')
      },
    },
    {
      rule: 'A revoked link keeps its title and its limits.',
      evidence: 'OBS: live tests of Telegram.Bot',
      async run(t) {
        const { owner, chat } = await t.cast()
        const options = { title: 'Old', expireDate: t.now + DAY, usageLimit: 7 }
        const invite = await owner.export(chat, options)
        await owner.revoke(chat, invite)
        t.expect(await owner.get(chat, invite)).toMatchObject({ ...options, revoked: true })
      },
    },
    {
      rule: 'A link that ran out of time stays among those in force and is not revoked.',
      evidence: 'SRC: tdesktop IsExpiredLink',
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat, { expireDate: t.now + 60 })
        t.advance(61)
        t.expect(await owner.links(chat)).toContain(invite.link)
        t.expect(await owner.get(chat, invite)).not.toHaveProperty('revoked')
      },
    },
    {
      rule: 'A link that is used up stays among those in force and is not revoked.',
      evidence: 'SRC: tdesktop IsExpiredLink',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const invite = await owner.export(chat, { usageLimit: 1 })
        await guest.join(invite)
        t.expect(await owner.links(chat)).toContain(invite.link)
        t.expect(await owner.get(chat, invite)).not.toHaveProperty('revoked')
      },
    },
  ],
}
