import type { TypeJoinChatBotResult } from '../../src/tl/generated/base.ts'
import type { Actor } from '../actor.ts'
import type { Chapter } from '../row.ts'
import type { Scenario } from '../scenario.ts'

const GUARD = 'DOC: Bot API 10.1, answerChatJoinRequestQuery'
const OUTCOME = 'SRC: TDLib get_chat_join_result_object'

/** A public supergroup that a bot guards; the bot is on line. */
async function guardedCast(t: Scenario) {
  const cast = await t.publicCast('bot')
  await cast.owner.toggleJoinRequest(cast.chat, true, cast.bot)
  await cast.bot.listen()
  return cast
}

/** The query by which the bot is asked. */
async function queryOf(bot: Actor): Promise<bigint> {
  const { queryId } = await bot.hears('updateBotChatInviteRequester')
  if (queryId === undefined) throw new Error('a request without a query')
  return queryId
}

const answer = (bot: Actor, queryId: bigint, result: TypeJoinChatBotResult) =>
  bot.call('bots.setJoinChatResults', { queryId, result })

const APPROVED = { _: 'joinChatBotResultApproved' } as const
const DECLINED = { _: 'joinChatBotResultDeclined' } as const
const QUEUED = { _: 'joinChatBotResultQueued' } as const
const PAGE = { _: 'joinChatBotResultWebView', url: 'https://example.com/' } as const

/** Bots that decide who joins. */
export const guards: Chapter = {
  title: 'Guard bots',
  intro: 'From layer 227 on a bot may decide at once who joins a supergroup.',
  rows: [
    {
      rule: 'The full supergroup names its guard, and the guard is marked.',
      evidence: 'DOC: schema of layer 227',
      kinds: ['supergroup'],
      layer: 227,
      async run(t) {
        const { owner, bot, chat } = await guardedCast(t)
        t.expect(await owner.full(chat)).toMatchObject({ guardBotId: bot.id })
      },
    },
    {
      rule: 'A guard must be a bot that is an admin with the right to invite.',
      evidence: 'INF: td_api.tl names the condition, not the error',
      kinds: ['supergroup'],
      layer: 227,
      async run(t) {
        const { owner, member, chat } = await t.publicCast('member')
        for (const guard of [member, await t.bot()])
          await t.refuses(owner.toggleJoinRequest(chat, true, guard), 'BOT_INVALID')
      },
    },
    {
      rule: 'Whom the guard approves is in the chat, and his call is answered with it.',
      evidence: GUARD,
      kinds: ['supergroup'],
      layer: 227,
      async run(t) {
        const { bot, guest, chat } = await guardedCast(t)
        const joining = guest.joinPublic(chat)
        t.expect(await answer(bot, await queryOf(bot), APPROVED)).toBe(true)
        t.expect(await joining).toMatchObject({ chats: [{ id: chat.id }] })
      },
    },
    {
      rule: 'Whom the guard declines is refused.',
      evidence: OUTCOME,
      kinds: ['supergroup'],
      layer: 227,
      async run(t) {
        const { owner, bot, guest, chat } = await guardedCast(t)
        const joining = t.refuses(guest.joinPublic(chat), 'INVITE_REQUEST_DECLINED')
        await answer(bot, await queryOf(bot), DECLINED)
        await joining
        t.expect((await owner.importers(chat, { requested: true })).count).toBe(0)
      },
    },
    {
      rule: 'Whom the guard queues waits for the admins.',
      evidence: OUTCOME,
      kinds: ['supergroup'],
      layer: 227,
      async run(t) {
        const { owner, bot, guest, chat } = await guardedCast(t)
        const joining = t.refuses(guest.joinPublic(chat), 'INVITE_REQUEST_SENT')
        await answer(bot, await queryOf(bot), QUEUED)
        await joining
        t.expect((await owner.importers(chat, { requested: true })).count).toBe(1)
      },
    },
    {
      rule: 'A request by a link is asked of the guard as well.',
      evidence: GUARD,
      kinds: ['supergroup'],
      layer: 227,
      async run(t) {
        const { owner, bot, guest, chat } = await guardedCast(t)
        const joining = guest.join(await owner.export(chat, { requestNeeded: true }))
        await answer(bot, await queryOf(bot), APPROVED)
        t.expect(await joining).toMatchObject({ chats: [{ id: chat.id }] })
      },
    },
    {
      rule: 'A guard that says nothing in time leaves the request to the admins.',
      evidence: OUTCOME,
      kinds: ['supergroup'],
      layer: 227,
      limits: { joinGuardSeconds: 0 },
      async run(t) {
        const { owner, guest, chat } = await guardedCast(t)
        await t.refuses(guest.joinPublic(chat), 'JOIN_GUARD_TIMEOUT')
        t.expect((await owner.importers(chat, { requested: true })).count).toBe(1)
      },
    },
    {
      rule: 'An admin may be faster than the guard.',
      evidence: 'INF',
      kinds: ['supergroup'],
      layer: 227,
      async run(t) {
        const { owner, bot, guest, chat } = await guardedCast(t)
        const joining = guest.joinPublic(chat)
        const queryId = await queryOf(bot)
        await owner.approve(chat, guest)
        t.expect(await joining).toMatchObject({ chats: [{ id: chat.id }] })
        await t.refuses(answer(bot, queryId, DECLINED), 'QUERY_ID_INVALID')
      },
    },
    {
      rule: 'Only the guard that was asked answers its query.',
      evidence: 'INF',
      kinds: ['supergroup'],
      layer: 227,
      async run(t) {
        const { bot, guest, chat } = await guardedCast(t)
        const joining = guest.joinPublic(chat)
        const queryId = await queryOf(bot)
        await t.refuses(answer(await t.bot(), queryId, APPROVED), 'QUERY_ID_INVALID')
        await answer(bot, queryId, APPROVED)
        await joining
      },
    },
    {
      rule: 'The guard’s page is answered by the id of its query, by which the client asks for its address.',
      evidence: 'DOC: schema of layer 228',
      kinds: ['supergroup'],
      layer: 228,
      async run(t) {
        const { bot, guest, chat } = await guardedCast(t)
        const channel = await guest.channel(chat)
        const joining = guest.call('channels.joinChannel', { channel })
        const queryId = await queryOf(bot)
        await answer(bot, queryId, PAGE)
        t.expect(await joining).toMatchObject({
          _: 'messages.chatInviteJoinResultWebView',
          botId: bot.id,
          queryId,
        })
        const request = { queryId, platform: 'test' }
        const { url } = await guest.call('messages.requestChatJoinWebView', request)
        t.expect(url).toMatch(/^https:\/\/example\.com\/#tgWebAppData=/)
      },
    },
    {
      rule: 'After a page the guard decides by the same query, and the requester hears it.',
      evidence: 'DOC: schema of layer 227, updateJoinChatWebViewDecision',
      kinds: ['supergroup'],
      layer: 228,
      async run(t) {
        const { bot, guest, chat } = await guardedCast(t)
        await guest.listen()
        const channel = await guest.channel(chat)
        const joining = guest.call('channels.joinChannel', { channel })
        const queryId = await queryOf(bot)
        await answer(bot, queryId, PAGE)
        await joining
        await answer(bot, queryId, DECLINED)
        t.expect(await guest.hears('updateJoinChatWebViewDecision')).toMatchObject({
          queryId,
          result: DECLINED,
        })
      },
    },
  ],
}
