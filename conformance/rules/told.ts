import { CHANNELS, type Chapter } from '../row.ts'

const MASK = 'DOC: Bot API, ChatInviteLink: "the second part of the link will be replaced"'
const MEMBER = 'DOC: core.telegram.org/constructor/updateChannelParticipant'

const MASKED = /^https:\/\/t\.me\/\+[\w-]{8}\.\.\.$/

/** What bots hear of links. */
export const told: Chapter = {
  title: 'What bots are told',
  intro: 'Bots that are admins hear who came by which link; links of others are cut short.',
  rows: [
    {
      rule: 'A bot hears by updateChannelParticipant who came by which link.',
      evidence: MEMBER,
      kinds: CHANNELS,
      async run(t) {
        const { bot, guest, chat } = await t.cast('bot')
        const { link } = await bot.export(chat)
        await bot.listen()
        await guest.join(link)
        const update = await bot.hears('updateChannelParticipant')
        t.expect(update).toMatchObject({
          channelId: chat.id,
          userId: guest.id,
          actorId: guest.id,
          newParticipant: { _: 'channelParticipant', userId: guest.id },
          invite: { link },
        })
        t.expect(update).not.toHaveProperty('prevParticipant')
      },
    },
    {
      rule: 'In a basic group it is updateChatParticipant.',
      evidence: 'DOC: core.telegram.org/constructor/updateChatParticipant',
      kinds: ['group'],
      async run(t) {
        const { bot, guest, chat } = await t.cast('bot')
        const { link } = await bot.export(chat)
        await bot.listen()
        await guest.join(link)
        t.expect(await bot.hears('updateChatParticipant')).toMatchObject({
          chatId: chat.id,
          userId: guest.id,
          newParticipant: { _: 'chatParticipant', userId: guest.id },
          invite: { link },
        })
      },
    },
    {
      rule: 'A link of another admin is cut to 8 characters and three dots.',
      evidence: MASK,
      kinds: CHANNELS,
      async run(t) {
        const { owner, bot, guest, chat } = await t.cast('bot')
        await bot.listen()
        await guest.join(await owner.export(chat, { title: 'Mine' }))
        const { invite } = await bot.hears('updateChannelParticipant')
        t.expect(invite).toMatchObject({ adminId: owner.id, title: 'Mine' })
        t.expect(invite).toHaveProperty('link', t.expect.stringMatching(MASKED))
      },
    },
    {
      rule: 'A link of another admin is cut short in requests, too.',
      evidence: MASK,
      async run(t) {
        const { owner, bot, guest, chat } = await t.cast('bot')
        await bot.listen()
        await t.ask(guest, await owner.export(chat, { requestNeeded: true }))
        const { invite } = await bot.hears('updateBotChatInviteRequester')
        t.expect(invite).toHaveProperty('link', t.expect.stringMatching(MASKED))
      },
    },
    {
      rule: "A bot's own link is whole in requests.",
      evidence: MASK,
      async run(t) {
        const { bot, guest, chat } = await t.cast('bot')
        const { link } = await bot.export(chat, { requestNeeded: true })
        await bot.listen()
        await t.ask(guest, link)
        const { invite } = await bot.hears('updateBotChatInviteRequester')
        t.expect(invite).toMatchObject({ link })
      },
    },
    {
      rule: 'Who was approved came by the link, and the admin who approved is the actor.',
      evidence: MEMBER,
      kinds: CHANNELS,
      async run(t) {
        const { owner, bot, guest, chat } = await t.cast('bot')
        await t.ask(guest, await owner.export(chat, { requestNeeded: true }))
        await bot.listen()
        await owner.approve(chat, guest)
        t.expect(await bot.hears('updateChannelParticipant')).toMatchObject({
          userId: guest.id,
          actorId: owner.id,
          invite: { _: 'chatInviteExported', adminId: owner.id },
        })
      },
    },
    {
      rule: 'Who leaves is told without a link.',
      evidence: MEMBER,
      kinds: CHANNELS,
      async run(t) {
        const { bot, guest, chat } = await t.cast('bot')
        await guest.join(await bot.export(chat))
        await bot.listen()
        await guest.leave(chat)
        const update = await bot.hears('updateChannelParticipant')
        t.expect(update).toMatchObject({ userId: guest.id, prevParticipant: { userId: guest.id } })
        for (const field of ['invite', 'newParticipant']) t.expect(update).not.toHaveProperty(field)
      },
    },
    {
      rule: 'Making a link is told to nobody.',
      evidence: 'DOC: the schema has no update for it',
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        await admin.listen()
        await owner.export(chat)
        t.expect((await admin.heardUntil(owner)).map((update) => update._)).toEqual([])
      },
    },
  ],
}
