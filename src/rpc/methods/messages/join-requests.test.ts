import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createChannel } from '../../../domain/chats/create.ts'
import { adminOf } from '../../../domain/chats/testing.ts'
import { linkOf } from '../../../domain/invites/hash.ts'
import { newInvite } from '../../../domain/invites/primary.ts'
import { addMember } from '../../../domain/members/join.ts'
import type { TestAccount } from '../../../domain/testing.ts'
import type { ChatKind, ChatRow } from '../../../store/tables/chats.ts'
import type { InviteRow } from '../../../store/tables/invites.ts'
import type { TypeUpdate, TypeUpdates, Updates } from '../../../tl/generated/base.ts'
import type { TlObject } from '../../../tl/object.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../testing.ts'

/** Before guard bots, with them, and with the answer that names their page. */
const LAYERS = [158, 225, 227, 229]

let t: TestRpc
let owner: TestAccount
let ann: TestAccount
let bot: TestAccount

async function open(joinGuardSeconds = 600): Promise<void> {
  t = await createTestRpc([], { limits: { joinGuardSeconds } })
  owner = await t.createUser({ firstName: 'Owner' })
  ann = await t.createUser({ firstName: 'Ann', about: 'I like birds' })
  bot = await t.createBot()
}
beforeEach(() => open())
afterEach(() => t.close())

/** A session that is logged in and hears what is pushed. */
async function online(account: TestAccount, layer = 229): Promise<TestClient> {
  const client = await t.connect({ account, layer })
  await client.call('updates.getState')
  return client
}
const updatesOf = (pushed: readonly TlObject[]): TypeUpdate[] =>
  (pushed as TypeUpdates[]).flatMap((one) => (one._ === 'updates' ? one.updates : []))
const heard = async (client: TestClient, name: TypeUpdate['_']) =>
  updatesOf(await client.pushed()).filter((update) => update._ === name)

async function newChat(kind: Exclude<ChatKind, 'group' | 'monoforum'>, name?: string) {
  return t.unit(async (u) => {
    const { id } = await createChannel(u, owner.caller, kind, 'Birds', '')
    if (name !== undefined) await u.db.chats.update(id, { username: name, joinRequest: 1 })
    const chat = (await u.db.chats.byId(id)) as ChatRow
    const office = { ...adminOf('inviteUsers'), status: 'admin', promotedBy: owner.id, rank: '' }
    await addMember(u, chat, bot.id, { kind: 'promoted', byId: owner.id, office: office as never })
    return (await u.db.chats.byId(id)) as ChatRow
  })
}
const newLink = (chat: ChatRow, admin = owner): Promise<InviteRow> =>
  t.unit(async (u) => {
    const invite = { ...newInvite(u, chat, admin.id), requestNeeded: 1 as const }
    return u.db.invites.insert(invite)
  })
const inputChannel = (who: TestAccount, chat: ChatRow) =>
  t.unit(async (u) => ({
    _: 'inputChannel' as const,
    channelId: chat.id,
    accessHash: u.accessHashes.of(who.id, 'channel', chat.id),
  }))
const inputPeer = async (who: TestAccount, chat: ChatRow) => ({
  ...(await inputChannel(who, chat)),
  _: 'inputPeerChannel' as const,
})
const inputUser = (who: TestAccount, whom: TestAccount) =>
  t.unit(async (u) => ({
    _: 'inputUser' as const,
    userId: whom.id,
    accessHash: u.accessHashes.of(who.id, 'user', whom.id),
  }))
const error = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (reason: unknown) => (reason as Error).message,
  )

describe.each(LAYERS)('in layer %i', (layer) => {
  it('a request by a link is told to the admins, listed, and approved', async () => {
    const chat = await newChat('supergroup')
    const invite = await newLink(chat)
    const [boss, helper] = [await online(owner, layer), await online(bot, layer)]
    const guest = await online(ann, layer)
    const hash = invite.hash
    expect(await error(guest.call('messages.importChatInvite', { hash }))).toBe(
      'INVITE_REQUEST_SENT',
    )
    expect(await heard(boss, 'updatePendingJoinRequests')).toMatchObject([
      { peer: { channelId: chat.id }, requestsPending: 1, recentRequesters: [ann.id] },
    ])
    expect(await heard(helper, 'updateBotChatInviteRequester')).toMatchObject([
      {
        peer: { channelId: chat.id },
        userId: ann.id,
        about: 'I like birds',
        date: await t.unit(async (u) => u.now),
        invite: { link: `https://t.me/+${hash.slice(0, 8)}...`, adminId: owner.id },
      },
    ])
    const peer = await inputPeer(owner, chat)
    const list = () =>
      boss.call('messages.getChatInviteImporters', {
        requested: true,
        peer,
        link: linkOf(hash),
        offsetDate: 0,
        offsetUser: { _: 'inputUserEmpty' },
        limit: 10,
      })
    expect(await list()).toMatchObject({
      count: 1,
      importers: [{ requested: true, userId: ann.id, about: 'I like birds' }],
      users: [{ id: ann.id }],
    })
    const answer = await boss.call('messages.hideChatJoinRequest', {
      approved: true,
      peer,
      userId: await inputUser(owner, ann),
    })
    const { updates, chats } = answer as Updates
    expect(updates.map((update) => update._)).toEqual([
      'updatePendingJoinRequests',
      'updateNewChannelMessage',
      'updateChannel',
    ])
    expect(updates[1]).toMatchObject({
      message: { action: { _: 'messageActionChatJoinedByRequest' }, fromId: { userId: ann.id } },
    })
    expect(chats).toMatchObject([{ id: chat.id, participantsCount: 3 }])
    expect(await list()).toMatchObject({ count: 0, importers: [] })
    expect(await heard(guest, 'updateChannel')).toMatchObject([{ channelId: chat.id }])
  })

  it('a request without a link has the sign of a public group', async () => {
    const chat = await newChat('supergroup', 'birds')
    const [helper, guest] = [await online(bot, layer), await online(ann, layer)]
    const channel = await inputChannel(ann, chat)
    expect(await error(guest.call('channels.joinChannel', { channel }))).toBe('INVITE_REQUEST_SENT')
    expect(await heard(helper, 'updateBotChatInviteRequester')).toMatchObject([
      { invite: { _: 'chatInvitePublicJoinRequests' } },
    ])
    const approved = await helper.call('messages.hideChatJoinRequest', {
      approved: true,
      peer: await inputPeer(bot, chat),
      userId: await inputUser(bot, ann),
    })
    expect(updatesOf([approved])).toContainEqual(
      expect.objectContaining({
        _: 'updateChannelParticipant',
        userId: ann.id,
        actorId: bot.id,
        invite: { _: 'chatInvitePublicJoinRequests' },
      }),
    )
    const full = await guest.call('channels.getParticipant', {
      channel,
      participant: { _: 'inputPeerSelf' },
    })
    expect(full.participant).toMatchObject({ _: 'channelParticipantSelf', viaRequest: true })
  })

  it('a guarded group is joined when its bot says so', async () => {
    const chat = await newChat('supergroup', 'birds')
    await t.unit((u) => u.db.chats.update(chat.id, { guardBotId: bot.id }))
    const [helper, guest] = [await online(bot), await online(ann, layer)]
    const joining = guest.call('channels.joinChannel', { channel: await inputChannel(ann, chat) })
    const queryId = await queryOf(helper)
    await helper.call('bots.setJoinChatResults', {
      queryId,
      result: { _: 'joinChatBotResultApproved' },
    })
    const answer = (await joining) as TlObject & { updates: unknown }
    const updates = (layer < 227 ? answer : answer.updates) as Updates
    expect(answer._).toBe(layer < 227 ? 'updates' : 'messages.chatInviteJoinResultOk')
    expect(updates.updates).toMatchObject([{ _: 'updateChannel', channelId: chat.id }])
    expect(updates.chats).toMatchObject([{ id: chat.id, participantsCount: 3 }])
    expect(updates.chats[0]).not.toHaveProperty('left', true)
    expect(await heard(guest, 'updateNewChannelMessage')).toHaveLength(1)
  })

  it('a guard’s page, a refusal and silence are told as the layer can', async () => {
    await t.close()
    await open(layer === 229 ? 600 : 0.05)
    const chat = await newChat('supergroup', 'birds')
    await t.unit((u) => u.db.chats.update(chat.id, { guardBotId: bot.id }))
    const [helper, guest] = [await online(bot), await online(ann, layer)]
    const channel = await inputChannel(ann, chat)
    if (layer < 229) {
      expect(await error(guest.call('channels.joinChannel', { channel }))).toBe(
        layer < 227 ? 'INVITE_REQUEST_SENT' : 'JOIN_GUARD_TIMEOUT',
      )
      return
    }
    const joining = guest.call('channels.joinChannel', { channel })
    const queryId = await queryOf(helper)
    const answerQuery = (result: { _: 'joinChatBotResultDeclined' } | WebView) =>
      helper.call('bots.setJoinChatResults', { queryId, result })
    await answerQuery({ _: 'joinChatBotResultWebView', url: 'https://example.com/' })
    expect(await joining).toMatchObject({
      _: 'messages.chatInviteJoinResultWebView',
      botId: bot.id,
      queryId,
      users: [{ id: bot.id, botGuard: true }],
    })
    const page = await guest.call('messages.requestChatJoinWebView', { queryId, platform: 'test' })
    expect(page).toMatchObject({ _: 'webViewResultUrl', queryId })
    expect(page.url).toMatch(/^https:\/\/example\.com\/#tgWebAppData=/)
    await answerQuery({ _: 'joinChatBotResultDeclined' })
    expect(await heard(guest, 'updateJoinChatWebViewDecision')).toMatchObject([
      { peer: { channelId: chat.id }, queryId, result: { _: 'joinChatBotResultDeclined' } },
    ])
  })
})

interface WebView {
  readonly _: 'joinChatBotResultWebView'
  readonly url: string
}

/** The query that the guard is asked by, as soon as it is pushed. */
async function queryOf(helper: TestClient): Promise<bigint> {
  for (;;) {
    const [request] = await heard(helper, 'updateBotChatInviteRequester')
    if (request?._ === 'updateBotChatInviteRequester' && request.queryId) return request.queryId
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('a guard’s page', () => {
  const shown = async (layer: number) => {
    const chat = await newChat('supergroup', 'birds')
    await t.unit((u) => u.db.chats.update(chat.id, { guardBotId: bot.id }))
    const [helper, guest] = [await online(bot), await online(ann, layer)]
    const joining = guest.call('channels.joinChannel', { channel: await inputChannel(ann, chat) })
    const queryId = await queryOf(helper)
    await helper.call('bots.setJoinChatResults', {
      queryId,
      result: { _: 'joinChatBotResultWebView', url: 'https://example.com/' },
    })
    return { joining, queryId }
  }

  it('is a request that was sent, for clients that know no guards', async () => {
    const { joining } = await shown(225)
    expect(await error(joining)).toBe('INVITE_REQUEST_SENT')
  })

  it('is in the answer itself in layer 227', async () => {
    const { joining, queryId } = await shown(227)
    expect(await joining).toMatchObject({
      _: 'messages.chatInviteJoinResultWebView',
      botId: bot.id,
      webview: { queryId, url: expect.stringMatching(/^https:\/\/example\.com\/#tgWebAppData=/) },
    })
  })
})

describe('updatePendingJoinRequests', () => {
  it('is replayed to whoever may answer still, with the state of now, and to no former admin', async () => {
    const chat = await newChat('channel')
    const [boss, guest] = [await online(owner), await online(ann)]
    const admin = await t.createUser()
    await t.unit(async (u) => {
      const office = { ...adminOf('inviteUsers'), status: 'admin', promotedBy: owner.id, rank: '' }
      await addMember(u, chat, admin.id, {
        kind: 'promoted',
        byId: owner.id,
        office: office as never,
      })
    })
    const former = await online(admin)
    const state = await former.call('updates.getState')
    t.clock.advance(5)
    const invite = await newLink(chat)
    await error(guest.call('messages.importChatInvite', { hash: invite.hash }))
    expect(await heard(former, 'updatePendingJoinRequests')).toHaveLength(1)
    await boss.call('messages.hideAllChatJoinRequests', { peer: await inputPeer(owner, chat) })
    expect(await heard(boss, 'updatePendingJoinRequests')).toMatchObject([{ requestsPending: 1 }])
    expect(await heard(former, 'updatePendingJoinRequests')).toMatchObject([
      { requestsPending: 1 },
      { requestsPending: 0, recentRequesters: [] },
    ])
    const missed = () =>
      former.call('updates.getDifference', { pts: state.pts, date: state.date, qts: 0 })
    const replayed = async () => {
      const difference = await missed()
      return difference._ === 'updates.difference'
        ? difference.otherUpdates.filter((one) => one._ === 'updatePendingJoinRequests')
        : []
    }
    expect((await replayed()).at(-1)).toMatchObject({ requestsPending: 0 })
    await t.unit((u) => u.db.members.update(chat.id, admin.id, { status: 'member' }))
    expect(await replayed()).toEqual([])
  })
})

describe('answers to all requests', () => {
  it('name the requests that are left, and the chat', async () => {
    const chat = await newChat('channel')
    const invite = await newLink(chat)
    const boss = await online(owner)
    for (let i = 0; i < 3; i++) {
      const guest = await online(await t.createUser())
      await error(guest.call('messages.importChatInvite', { hash: invite.hash }))
    }
    const answer = await boss.call('messages.hideAllChatJoinRequests', {
      approved: true,
      peer: await inputPeer(owner, chat),
      link: linkOf(invite.hash),
    })
    expect(answer).toMatchObject({
      updates: [
        { _: 'updatePendingJoinRequests', requestsPending: 0, recentRequesters: [] },
        { _: 'updateChannel' },
      ],
      chats: [{ id: chat.id, participantsCount: 5 }],
    })
  })
})

describe('toggling', () => {
  it('is said by old clients without flags, and by new ones with a guard', async () => {
    const chat = await newChat('supergroup', 'birds')
    await t.unit((u) => u.db.chats.update(chat.id, { joinRequest: 0 }))
    const channel = await inputChannel(owner, chat)
    const old = await online(owner, 225)
    const full = await old.call('channels.getFullChannel', { channel })
    expect(full.fullChat).toMatchObject({ exportedInvite: { permanent: true } })
    const answer = await old.call('channels.toggleJoinRequest', { channel, enabled: true })
    expect(answer).toMatchObject({
      updates: [{ _: 'updateChannel', channelId: chat.id }],
      chats: [{ joinRequest: true }],
    })
    const now = await old.call('channels.getFullChannel', { channel })
    expect(now.fullChat).toMatchObject({ exportedInvite: { requestNeeded: true } })
    const boss = await online(owner)
    await boss.call('channels.toggleJoinRequest', {
      channel,
      enabled: true,
      guardBot: await inputUser(owner, bot),
    })
    const guarded = await boss.call('channels.getFullChannel', { channel })
    expect(guarded.fullChat).toMatchObject({ guardBotId: bot.id })
    expect(await error(old.call('channels.toggleJoinToSend', { channel, enabled: true }))).toBe(
      'DISCUSSION_CHAT_REQUIRED',
    )
  })
})

describe('who may call', () => {
  it('is a bot for results, and a person for pages and for all requests', async () => {
    const [person, helper] = [await online(ann), await online(bot)]
    const result = { _: 'joinChatBotResultApproved' } as const
    expect(await error(person.call('bots.setJoinChatResults', { queryId: 1n, result }))).toBe(
      'USER_BOT_REQUIRED',
    )
    expect(await error(helper.call('bots.setJoinChatResults', { queryId: 1n, result }))).toBe(
      'QUERY_ID_INVALID',
    )
    const page = { queryId: 1n, platform: 'test' }
    expect(await error(helper.call('messages.requestChatJoinWebView', page))).toBe(
      'BOT_METHOD_INVALID',
    )
    const peer = { _: 'inputPeerEmpty' } as const
    expect(await error(helper.call('messages.hideAllChatJoinRequests', { peer }))).toBe(
      'BOT_METHOD_INVALID',
    )
  })
})
