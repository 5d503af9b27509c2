import type { Chapter } from '../row.ts'
import { CHANNELS } from '../row.ts'

const DIRECT = 'OBS: telegram-bot-api issues 148, 428, 429, 580 and 650'

/** Links of chats that have a username. */
export const publicChats: Chapter = {
  title: 'Public chats',
  intro: 'Chats with a username have links as well; the apps join them directly all the same.',
  rows: [
    {
      rule: 'Links of a public chat exist and work.',
      evidence: DIRECT,
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.publicCast()
        const link = await owner.export(chat)
        await guest.join(link)
        t.expect((await owner.get(chat, link)).usage).toBe(1)
      },
    },
    {
      rule: 'The preview of a public chat says so.',
      evidence: 'DOC: core.telegram.org/constructor/chatInvite',
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.publicCast()
        t.expect(await guest.check(await owner.export(chat))).toMatchObject({ public: true })
      },
    },
    {
      rule: 'A public chat is joined without a link, and no link is used for it.',
      evidence: DIRECT,
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.publicCast()
        const link = await owner.export(chat)
        const { chats } = await guest.joinPublic(chat)
        t.expect(chats).toMatchObject([{ id: chat.id }])
        t.expect(await owner.get(chat, link)).not.toHaveProperty('usage')
      },
    },
    {
      rule: 'Bots hear of a direct join without a link, and of one by a link with it.',
      evidence: DIRECT,
      kinds: CHANNELS,
      async run(t) {
        const { owner, bot, guest, chat } = await t.publicCast('bot')
        const other = await t.person('Other')
        await bot.listen()
        await guest.joinPublic(chat)
        const direct = await bot.hears('updateChannelParticipant')
        t.expect(direct.userId).toBe(guest.id)
        t.expect(direct).not.toHaveProperty('invite')
        await other.join(await owner.export(chat))
        const byLink = await bot.hears('updateChannelParticipant')
        t.expect(byLink).toMatchObject({ userId: other.id, invite: { adminId: owner.id } })
      },
    },
    {
      rule: 'A private chat is not joined without a link, even by who was in it.',
      evidence: 'DB: CHANNEL_PRIVATE at channels.joinChannel',
      kinds: CHANNELS,
      async run(t) {
        const { member, chat } = await t.cast('member')
        await member.leave(chat)
        await t.refuses(member.joinPublic(chat), 'CHANNEL_PRIVATE')
      },
    },
  ],
}
