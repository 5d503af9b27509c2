import type { Chapter } from '../row.ts'
import { DAY } from '../scenario.ts'
import { price } from './export-errors.ts'

const MONTH = price(2_592_000, 100n)
const PAGE = 'DOC: core.telegram.org/api/subscriptions'

/** Links with a price, as far as links go. */
export const subscriptions: Chapter = {
  title: 'Links with a price',
  intro: 'A link of a broadcast channel may ask for a monthly price in Stars.',
  rows: [
    {
      rule: 'A link of a channel takes a price for 30 days and shows it.',
      evidence: PAGE,
      kinds: ['channel'],
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat, { ...MONTH, title: 'Friends of birds' })
        t.expect(invite).toMatchObject({ ...MONTH, title: 'Friends of birds' })
      },
    },
    {
      rule: 'The preview shows the price.',
      evidence: PAGE,
      kinds: ['channel'],
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        t.expect(await guest.check(await owner.export(chat, MONTH))).toMatchObject(MONTH)
      },
    },
    {
      rule: 'Nobody joins a private channel by a link with a price before he paid.',
      evidence: 'DB: STARS_PAYMENT_REQUIRED',
      kinds: ['channel'],
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        await t.refuses(guest.join(await owner.export(chat, MONTH)), 'STARS_PAYMENT_REQUIRED')
      },
    },
    {
      rule: 'A link with a price to a public channel is made, and joining by it is free.',
      evidence: 'OBS: telegram-bot-api issue 628',
      kinds: ['channel'],
      async run(t) {
        const { owner, guest, chat } = await t.publicCast()
        await guest.join(await owner.export(chat, MONTH))
      },
    },
    {
      rule: 'Of a link with a price only the title changes.',
      evidence: 'DOC: Bot API, editChatSubscriptionInviteLink',
      kinds: ['channel'],
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await owner.export(chat, MONTH)
        const wanted = { title: 'New', expireDate: t.now + DAY, usageLimit: 3, requestNeeded: true }
        const changed = await owner.edited(chat, invite, wanted)
        t.expect(changed).toMatchObject({ ...MONTH, title: 'New' })
        for (const field of ['expireDate', 'usageLimit', 'requestNeeded'])
          t.expect(changed).not.toHaveProperty(field)
      },
    },
    {
      rule: 'A link with a price is revoked like any other.',
      evidence: PAGE,
      kinds: ['channel'],
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const invite = await owner.export(chat, MONTH)
        const { invite: revoked } = await owner.revoke(chat, invite)
        t.expect(revoked).toMatchObject({ ...MONTH, revoked: true })
        await t.refuses(guest.check(invite), 'INVITE_HASH_EXPIRED')
      },
    },
    {
      rule: 'Somebody who is in the channel already is not asked to pay.',
      evidence: PAGE,
      kinds: ['channel'],
      async run(t) {
        const { owner, member, chat } = await t.cast('member')
        const invite = await owner.export(chat, MONTH)
        t.expect(await member.check(invite)).toMatchObject({ _: 'chatInviteAlready' })
        await t.refuses(member.join(invite), 'USER_ALREADY_PARTICIPANT')
      },
    },
    {
      rule: 'The list of those whose subscription ran out is empty as long as nobody’s did.',
      evidence: 'DOC: core.telegram.org/method/messages.getChatInviteImporters',
      kinds: ['channel'],
      async run(t) {
        const { owner, chat } = await t.cast('member')
        const link = await owner.export(chat, MONTH)
        const list = await owner.importers(chat, { link, subscriptionExpired: true })
        t.expect(list).toMatchObject({ count: 0, importers: [] })
      },
    },
  ],
}
