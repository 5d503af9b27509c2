import type { Chapter } from '../row.ts'
import type { Role, Scenario } from '../scenario.ts'

const TOGGLE = 'DOC: core.telegram.org/method/channels.toggleJoinRequest'
const PSEUDO = 'SRC: TDLib takes chatInvitePublicJoinRequests for a request without a link'

/** A public supergroup that is joined with approval only. */
async function groupCast<R extends Role = never>(t: Scenario, ...roles: R[]) {
  const cast = await t.publicCast(...roles)
  await cast.owner.toggleJoinRequest(cast.chat, true)
  return cast
}

/** Requests to public groups, without any link. */
export const publicRequests: Chapter = {
  title: 'Requests to public groups',
  intro: 'A public supergroup may ask for approval of who joins without a link.',
  rows: [
    {
      rule: 'Switching approval on shows in the chat.',
      evidence: TOGGLE,
      kinds: ['supergroup'],
      async run(t) {
        const { owner, chat } = await t.publicCast()
        t.expect(await owner.toggleJoinRequest(chat, true)).toMatchObject({
          chats: [{ id: chat.id, joinRequest: true }],
        })
      },
    },
    {
      rule: 'Joining without a link is a request then.',
      evidence: TOGGLE,
      kinds: ['supergroup'],
      async run(t) {
        const { owner, guest, chat } = await groupCast(t)
        await t.refuses(guest.joinPublic(chat), 'INVITE_REQUEST_SENT')
        await t.refuses(guest.joinPublic(chat), 'INVITE_REQUEST_SENT')
        const { importers } = await owner.importers(chat, { requested: true })
        t.expect(importers).toMatchObject([{ userId: guest.id }])
      },
    },
    {
      rule: 'A bot hears of it with chatInvitePublicJoinRequests in place of a link.',
      evidence: PSEUDO,
      kinds: ['supergroup'],
      async run(t) {
        const { bot, guest, chat } = await groupCast(t, 'bot')
        await bot.listen()
        await t.refuses(guest.joinPublic(chat), 'INVITE_REQUEST_SENT')
        t.expect(await bot.hears('updateBotChatInviteRequester')).toMatchObject({
          userId: guest.id,
          invite: { _: 'chatInvitePublicJoinRequests' },
        })
      },
    },
    {
      rule: 'The approval is told to bots and in the admin log with chatInvitePublicJoinRequests.',
      evidence: PSEUDO,
      kinds: ['supergroup'],
      async run(t) {
        const { owner, bot, guest, chat } = await groupCast(t, 'bot')
        await t.refuses(guest.joinPublic(chat), 'INVITE_REQUEST_SENT')
        await bot.listen()
        await owner.approve(chat, guest)
        const invite = { _: 'chatInvitePublicJoinRequests' }
        t.expect(await bot.hears('updateChannelParticipant')).toMatchObject({ invite })
        t.expect((await owner.adminLog(chat))[0]).toMatchObject({
          _: 'channelAdminLogEventActionParticipantJoinByRequest',
          invite,
          approvedBy: owner.id,
        })
      },
    },
    {
      rule: 'Such a request is in no list of a link, only in that of all.',
      evidence: PSEUDO,
      kinds: ['supergroup'],
      async run(t) {
        const { owner, guest, chat } = await groupCast(t)
        await t.refuses(guest.joinPublic(chat), 'INVITE_REQUEST_SENT')
        const link = await owner.export(chat, { requestNeeded: true })
        t.expect((await owner.importers(chat, { link, requested: true })).count).toBe(0)
        t.expect((await owner.importers(chat, { requested: true })).count).toBe(1)
      },
    },
    {
      rule: 'An additional link keeps its own setting.',
      evidence: 'INF: the documents differ',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, guest, chat } = await t.publicCast()
        const link = await owner.export(chat)
        await owner.toggleJoinRequest(chat, true)
        await guest.join(link)
      },
    },
    {
      rule: 'A primary link that is made meanwhile needs approval.',
      evidence: 'INF: a link that nobody asked for must open nothing',
      kinds: ['supergroup'],
      async run(t) {
        const { admin, chat } = await groupCast(t, 'admin')
        t.expect((await admin.primary(chat)).requestNeeded).toBe(true)
      },
    },
    {
      rule: 'With apply_to_invites all links in force change along, the primary one too.',
      evidence: 'DOC: td_api.tl, toggleSupergroupJoinByRequest',
      kinds: ['supergroup'],
      layer: 227,
      async run(t) {
        const { owner, chat } = await t.publicCast()
        const link = await owner.export(chat, { usageLimit: 5 })
        await owner.toggleJoinRequest(chat, true, undefined, true)
        const changed = await owner.get(chat, link)
        t.expect(changed.requestNeeded).toBe(true)
        t.expect(changed).not.toHaveProperty('usageLimit')
        t.expect((await owner.primary(chat)).requestNeeded).toBe(true)
      },
    },
    {
      rule: 'Setting what is set already is refused.',
      evidence: 'DB: CHAT_NOT_MODIFIED',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, chat } = await t.publicCast()
        await t.refuses(owner.toggleJoinRequest(chat, false), 'CHAT_NOT_MODIFIED')
      },
    },
    {
      rule: 'A private group has no approval but that of its links.',
      evidence: 'DB: CHAT_PUBLIC_REQUIRED',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, chat } = await t.cast()
        await t.refuses(owner.toggleJoinRequest(chat, true), 'CHAT_PUBLIC_REQUIRED')
      },
    },
    {
      rule: 'A broadcast channel has none either.',
      evidence: 'DOC: td_api.tl, toggleSupergroupJoinByRequest',
      kinds: ['channel'],
      async run(t) {
        const { owner, chat } = await t.publicCast()
        await t.refuses(owner.toggleJoinRequest(chat, true), 'CHAT_ID_INVALID')
      },
    },
    {
      rule: 'It takes the right to ban, not that to invite.',
      evidence: 'DOC: td_api.tl, can_restrict_members of toggleSupergroupJoinByRequest',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, admin, clerk, chat } = await t.publicCast('admin', 'clerk')
        await t.refuses(admin.toggleJoinRequest(chat, true), 'CHAT_ADMIN_REQUIRED')
        await owner.promote(chat, clerk, ['banUsers'])
        await clerk.toggleJoinRequest(chat, true)
      },
    },
    {
      rule: 'The owner who left comes back without a request.',
      evidence: 'INF',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, chat } = await groupCast(t)
        await owner.leave(chat)
        t.expect(await owner.joinPublic(chat)).toMatchObject({ chats: [{ id: chat.id }] })
      },
    },
    {
      rule: 'Who may write is set only in the discussion group of a channel.',
      evidence: 'OBS: DISCUSSION_CHAT_REQUIRED at channels.toggleJoinToSend',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, chat } = await t.publicCast()
        const channel = await owner.channel(chat)
        const toggle = owner.call('channels.toggleJoinToSend', { channel, enabled: true })
        await t.refuses(toggle, 'DISCUSSION_CHAT_REQUIRED')
      },
    },
  ],
}
