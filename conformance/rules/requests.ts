import type { Updates } from '../../src/tl/generated/base.ts'
import type { Actor, Chat } from '../actor.ts'
import { CHANNELS, GROUPS, type Chapter } from '../row.ts'
import type { Role, Scenario } from '../scenario.ts'

const PAGE = 'DOC: core.telegram.org/api/invites'
const PENDING = 'DOC: core.telegram.org/constructor/updatePendingJoinRequests'
const HANDLED = 'DB: HIDE_REQUESTER_MISSING'

/** A cast whose owner has a link that needs approval. */
async function requestCast<R extends Role = never>(t: Scenario, ...roles: R[]) {
  const cast = await t.cast(...roles)
  return { ...cast, link: await cast.owner.export(cast.chat, { requestNeeded: true }) }
}

/** Number of requests that wait, as the full chat says. */
const pendingOf = async (admin: Actor, chat: Chat): Promise<number | undefined> =>
  (await admin.full(chat)).requestsPending

const kindsOf = ({ updates }: Updates): string[] => updates.map((one) => one._)

/** Joining with the admins' approval. */
export const requests: Chapter = {
  title: 'Join requests',
  intro: 'A link with `request_needed` lets nobody in: it asks the admins.',
  rows: [
    {
      rule: 'Joining by a link that needs approval answers INVITE_REQUEST_SENT, which is the success.',
      evidence: PAGE,
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await t.refuses(guest.join(link), 'INVITE_REQUEST_SENT')
        const { importers } = await owner.importers(chat, { requested: true })
        t.expect(importers).toMatchObject([{ userId: guest.id }])
      },
    },
    {
      rule: 'Asking again answers the same and leaves one request.',
      evidence: PAGE,
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await t.ask(guest, link)
        await t.ask(guest, link)
        t.expect((await owner.importers(chat, { requested: true })).count).toBe(1)
      },
    },
    {
      rule: 'Who asked is not in the chat.',
      evidence: PAGE,
      async run(t) {
        const { guest, link } = await requestCast(t)
        await t.ask(guest, link)
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInvite', requestNeeded: true })
      },
    },
    {
      rule: 'A request takes no use of its link, being approved does.',
      evidence: 'DOC: core.telegram.org/constructor/chatInviteExported',
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await t.ask(guest, link)
        t.expect(await owner.get(chat, link)).not.toHaveProperty('usage')
        await owner.approve(chat, guest)
        const used = await owner.get(chat, link)
        t.expect(used.usage).toBe(1)
        t.expect(used).not.toHaveProperty('requested')
      },
    },
    {
      rule: 'The full chat tells admins how many wait and who asked last.',
      evidence: 'DOC: core.telegram.org/constructor/channelFull',
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await t.ask(guest, link)
        t.expect(await owner.full(chat)).toMatchObject({
          requestsPending: 1,
          recentRequesters: [guest.id],
        })
      },
    },
    {
      rule: 'The full chat tells a plain member nothing of requests.',
      evidence: 'SRC: TDLib drops it without the right',
      async run(t) {
        const { member, guest, chat, link } = await requestCast(t, 'member')
        await t.ask(guest, link)
        t.expect(await member.full(chat)).not.toHaveProperty('requestsPending')
      },
    },
    {
      rule: 'Admins with the right hear updatePendingJoinRequests with the number and the last to ask.',
      evidence: PENDING,
      async run(t) {
        const { owner, admin, guest, link } = await requestCast(t, 'admin')
        await owner.listen()
        await admin.listen()
        await t.ask(guest, link)
        for (const one of [owner, admin])
          t.expect(await one.hears('updatePendingJoinRequests')).toMatchObject({
            requestsPending: 1,
            recentRequesters: [guest.id],
          })
      },
    },
    {
      rule: 'At most three of those who wait are named, the number counts all.',
      evidence: 'SRC: clients draw three',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, chat, link } = await requestCast(t)
        for (let i = 0; i < 4; i++) await t.ask(await t.person(`Guest ${i}`), link)
        const { requestsPending, recentRequesters } = await owner.full(chat)
        t.expect([requestsPending, recentRequesters?.length]).toEqual([4, 3])
      },
    },
    {
      rule: 'Plain members, and admins without the right, hear nothing of a request.',
      evidence: 'SRC: TDLib drops it without the right',
      kinds: CHANNELS,
      async run(t) {
        const { owner, clerk, member, guest, link } = await requestCast(t, 'clerk', 'member')
        await clerk.listen()
        await member.listen()
        await t.ask(guest, link)
        for (const one of [clerk, member]) {
          const heard = (await one.heardUntil(owner)).map((update) => update._)
          t.expect(heard).not.toContain('updatePendingJoinRequests')
        }
      },
    },
    {
      rule: 'A bot with the right hears updateBotChatInviteRequester, with what the requester says of themself.',
      evidence: 'DOC: core.telegram.org/constructor/updateBotChatInviteRequester',
      async run(t) {
        const { owner, bot, guest, link } = await requestCast(t, 'bot')
        await bot.listen()
        await t.ask(guest, link)
        t.expect(await bot.hears('updateBotChatInviteRequester')).toMatchObject({
          userId: guest.id,
          about: 'I like birds',
          invite: { adminId: owner.id, requestNeeded: true },
        })
      },
    },
    {
      rule: 'A repeated request is not told again.',
      evidence: PAGE,
      async run(t) {
        const { owner, bot, guest, link } = await requestCast(t, 'bot')
        await t.ask(guest, link)
        await bot.listen()
        await t.ask(guest, link)
        const heard = (await bot.heardUntil(owner)).map((update) => update._)
        t.expect(heard).not.toContain('updateBotChatInviteRequester')
      },
    },
    {
      rule: 'Approving lets the requester in.',
      evidence: 'DOC: core.telegram.org/method/messages.hideChatJoinRequest',
      async run(t) {
        const { admin, guest, chat, link } = await requestCast(t, 'admin')
        await t.ask(guest, link)
        await admin.approve(chat, guest)
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInviteAlready' })
        t.expect(await pendingOf(admin, chat)).toBe(0)
      },
    },
    {
      rule: 'In groups the approved member is announced by messageActionChatJoinedByRequest, which comes from that member.',
      evidence: 'DOC: core.telegram.org/constructor/messageActionChatJoinedByRequest',
      kinds: GROUPS,
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await t.ask(guest, link)
        await owner.approve(chat, guest)
        const [newest] = await owner.history(chat)
        t.expect(newest).toMatchObject({
          action: { _: 'messageActionChatJoinedByRequest' },
          fromId: { userId: guest.id },
        })
      },
    },
    {
      rule: 'The approved member sees that they came by a request.',
      evidence: 'DOC: core.telegram.org/constructor/channelParticipantSelf',
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await t.ask(guest, link)
        await owner.approve(chat, guest)
        const { participant } = await guest.call('channels.getParticipant', {
          channel: await guest.channel(chat),
          participant: { _: 'inputPeerSelf' },
        })
        t.expect(participant).toMatchObject({ _: 'channelParticipantSelf', viaRequest: true })
      },
    },
    {
      rule: 'The requester hears that the channel is theirs when they are approved.',
      evidence: 'DOC: core.telegram.org/constructor/updateChannel',
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await guest.listen()
        await t.ask(guest, link)
        await owner.approve(chat, guest)
        t.expect(await guest.hears('updateChannel')).toMatchObject({ channelId: chat.id })
      },
    },
    {
      rule: 'Declining takes the request away and lets nobody in.',
      evidence: 'DOC: core.telegram.org/method/messages.hideChatJoinRequest',
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await t.ask(guest, link)
        await owner.decline(chat, guest)
        t.expect((await owner.importers(chat, { requested: true })).count).toBe(0)
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInvite' })
      },
    },
    {
      rule: 'Who was declined may ask again.',
      evidence: 'INF',
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await t.ask(guest, link)
        await owner.decline(chat, guest)
        await t.ask(guest, link)
        t.expect((await owner.importers(chat, { requested: true })).count).toBe(1)
      },
    },
    {
      rule: 'The answer to a decision says how many still wait.',
      evidence: PENDING,
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await t.ask(await t.person('Other'), link)
        await t.ask(guest, link)
        const answer = await owner.decline(chat, guest)
        t.expect(kindsOf(answer)).toContain('updatePendingJoinRequests')
        t.expect(await pendingOf(owner, chat)).toBe(1)
      },
    },
    {
      rule: 'A bot with the right approves and declines.',
      evidence: 'DOC: Bot API, approveChatJoinRequest and declineChatJoinRequest',
      async run(t) {
        const { bot, guest, chat, link } = await requestCast(t, 'bot')
        const other = await t.person('Other')
        await t.ask(guest, link)
        await t.ask(other, link)
        await bot.approve(chat, guest)
        await bot.decline(chat, other)
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInviteAlready' })
        t.expect(await other.check(link)).toMatchObject({ _: 'chatInvite' })
      },
    },
    {
      rule: 'Every admin with the right decides, whoever made the link.',
      evidence: PAGE,
      async run(t) {
        const { admin, guest, chat, link } = await requestCast(t, 'admin')
        await t.ask(guest, link)
        await admin.approve(chat, guest)
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInviteAlready' })
      },
    },
    {
      rule: 'An answer where nobody asked is refused.',
      evidence: HANDLED,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        await t.refuses(owner.approve(chat, guest), 'HIDE_REQUESTER_MISSING')
        await t.refuses(owner.decline(chat, guest), 'HIDE_REQUESTER_MISSING')
      },
    },
    {
      rule: 'The second of two admins who answer is refused.',
      evidence: HANDLED,
      async run(t) {
        const { owner, admin, guest, chat, link } = await requestCast(t, 'admin')
        await t.ask(guest, link)
        await owner.decline(chat, guest)
        await t.refuses(admin.decline(chat, guest), 'HIDE_REQUESTER_MISSING')
      },
    },
    {
      rule: 'Approving somebody who is in the chat is refused.',
      evidence: 'OBS: a live test of python-telegram-bot',
      async run(t) {
        const { owner, member, chat } = await t.cast('member')
        await t.refuses(owner.approve(chat, member), 'USER_ALREADY_PARTICIPANT')
      },
    },
    {
      rule: 'Declining somebody who is in the chat is refused.',
      evidence: 'OBS: a live test of python-telegram-bot',
      async run(t) {
        const { owner, member, chat } = await t.cast('member')
        await t.refuses(owner.decline(chat, member), 'HIDE_REQUESTER_MISSING')
      },
    },
    {
      rule: 'All requests are approved at once.',
      evidence: 'DOC: core.telegram.org/method/messages.hideAllChatJoinRequests',
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        const other = await t.person('Other')
        for (const one of [guest, other]) await t.ask(one, link)
        await owner.answerAll(chat, true)
        for (const one of [guest, other])
          t.expect(await one.check(link)).toMatchObject({ _: 'chatInviteAlready' })
      },
    },
    {
      rule: 'All requests by one link are declined at once, those by others stay.',
      evidence: 'DOC: core.telegram.org/method/messages.hideAllChatJoinRequests',
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        const other = await t.person('Other')
        const second = await owner.export(chat, { requestNeeded: true })
        await t.ask(guest, link)
        await t.ask(other, second)
        await owner.answerAll(chat, false, link)
        const { importers } = await owner.importers(chat, { requested: true })
        t.expect(importers.map((one) => one.userId)).toEqual([other.id])
      },
    },
    {
      rule: 'Answering all where nobody asks is refused.',
      evidence: HANDLED,
      async run(t) {
        const { owner, chat } = await t.cast()
        await t.refuses(owner.answerAll(chat, true), 'HIDE_REQUESTER_MISSING')
      },
    },
    {
      rule: 'A request outlives the revocation of its link.',
      evidence: 'INF',
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await t.ask(guest, link)
        await owner.revoke(chat, link)
        await owner.approve(chat, guest)
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInviteAlready' })
      },
    },
    {
      rule: 'Somebody who joins by an open link meanwhile takes their request along.',
      evidence: 'INF',
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await t.ask(guest, link)
        await guest.join(await owner.export(chat))
        t.expect((await owner.importers(chat, { requested: true })).count).toBe(0)
      },
    },
    {
      rule: 'Somebody who is banned meanwhile loses their request.',
      evidence: 'INF',
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await t.ask(guest, link)
        await owner.ban(chat, guest)
        t.expect((await owner.importers(chat, { requested: true })).count).toBe(0)
      },
    },
    {
      rule: 'Somebody who deletes their account meanwhile loses their request.',
      evidence: 'INF',
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await owner.user(guest)
        await t.ask(guest, link)
        await guest.call('account.deleteAccount', { reason: 'test' })
        t.expect((await owner.importers(chat, { requested: true })).count).toBe(0)
        await t.refuses(owner.approve(chat, guest), 'INPUT_USER_DEACTIVATED')
      },
    },
    {
      rule: 'A bot with the right may write to a requester for five minutes, until the request is answered.',
      evidence: 'DOC: Bot API, ChatJoinRequest.user_chat_id',
      async run(t) {
        const { owner, guest, bot, chat } = await t.cast('bot')
        const write = async () =>
          bot.call('messages.sendMessage', {
            peer: await bot.userPeer(guest),
            message: 'Who are you?',
            randomId: 0n,
          })
        const link = await owner.export(chat, { requestNeeded: true })
        await t.refuses(write(), 'PEER_ID_INVALID')
        await t.ask(guest, link)
        await write()
        t.advance(301)
        await t.refuses(write(), 'PEER_ID_INVALID')
        await owner.decline(chat, guest)
        await t.ask(guest, link)
        await write()
        await owner.decline(chat, guest)
        await t.refuses(write(), 'PEER_ID_INVALID')
      },
    },
    {
      rule: 'A requester to whom the admin writes is told for which chat that is.',
      evidence: 'DOC: core.telegram.org/constructor/peerSettings, request_chat_title',
      async run(t) {
        const { owner, guest, chat, link } = await requestCast(t)
        await t.ask(guest, link)
        const peer = await owner.userPeer(guest)
        await owner.call('messages.sendMessage', { peer, message: 'Who are you?', randomId: 7n })
        const { settings } = await guest.call('messages.getPeerSettings', {
          peer: await guest.userPeer(owner),
        })
        t.expect(settings).toMatchObject({ requestChatTitle: 'Birds' })
        t.expect(settings.requestChatBroadcast).toBe(chat.kind === 'channel' ? true : undefined)
      },
    },
  ],
}
