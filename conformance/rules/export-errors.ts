import type { TypeInputPeer } from '../../src/tl/generated/base.ts'
import type { Actor, Chat, ExportOptions } from '../actor.ts'
import { CHANNELS, type Chapter } from '../row.ts'
import type { Scenario } from '../scenario.ts'

const LIST = 'DB: errors of messages.exportChatInvite'
const PEERS = 'DOC: core.telegram.org/type/InputPeer'
const ORDER = 'INF: the order of the checks'
const MONTH = 2_592_000

const exportTo = (who: Actor, peer: TypeInputPeer, options: ExportOptions = {}) =>
  who.call('messages.exportChatInvite', { peer, ...options })

/** A price in Stars. */
export const price = (period: number, amount: bigint): ExportOptions => ({
  subscriptionPricing: { _: 'starsSubscriptionPricing', period, amount },
})

/** The direct messages of a channel, as their owner's client knows them. */
export async function monoforumOf(owner: Actor, chat: Chat): Promise<Chat> {
  const answer = await owner.call('channels.updatePaidMessagesPrice', {
    channel: await owner.channel(chat),
    broadcastMessagesAllowed: true,
    sendPaidMessagesStars: 0n,
  })
  const chats = answer._ === 'updates' ? answer.chats : []
  const forum = chats.find((one) => one._ === 'channel' && one.monoforum)
  if (!forum) throw new Error('no monoforum')
  return { id: forum.id, kind: 'channel', username: undefined }
}

/** Somebody who deleted his account, as the viewer's client names him. */
async function deletedAccount(t: Scenario, viewer: Actor): Promise<TypeInputPeer> {
  const gone = await t.person('Gone')
  const peer = await viewer.userPeer(gone)
  await gone.call('account.deleteAccount', { reason: 'test' })
  return peer
}

/** messages.exportChatInvite: each documented error by its condition, each form of a peer. */
export const exportErrors: Chapter = {
  title: 'Errors and peers of messages.exportChatInvite',
  intro:
    'Its 13 documented errors, what comes first where several apply, and every form of InputPeer.',
  rows: [
    {
      rule: 'CHANNEL_INVALID: the access hash is wrong, or another account’s.',
      evidence: LIST,
      kinds: CHANNELS,
      async run(t) {
        const { owner, member, chat } = await t.cast('member')
        const mine = await owner.channel(chat)
        const peer = { ...mine, _: 'inputPeerChannel' } as const
        for (const accessHash of [
          0n,
          mine.accessHash + 1n,
          (await member.channel(chat)).accessHash,
        ])
          await t.refuses(exportTo(owner, { ...peer, accessHash }), 'CHANNEL_INVALID')
      },
    },
    {
      rule: 'CHANNEL_INVALID: there is no such channel.',
      evidence: LIST,
      kinds: CHANNELS,
      async run(t) {
        const { owner, chat } = await t.cast()
        const peer = { ...(await owner.channel(chat)), _: 'inputPeerChannel' } as const
        await t.refuses(exportTo(owner, { ...peer, channelId: 999_999_999 }), 'CHANNEL_INVALID')
      },
    },
    {
      rule: 'CHANNEL_MONOFORUM_UNSUPPORTED: the peer is the direct messages of a channel.',
      evidence: LIST,
      kinds: ['channel'],
      async run(t) {
        const { owner, chat } = await t.cast()
        const forum = await monoforumOf(owner, chat)
        await t.refuses(owner.export(forum), 'CHANNEL_MONOFORUM_UNSUPPORTED')
      },
    },
    {
      rule: 'CHANNEL_PRIVATE: the caller left.',
      evidence: 'DB: CHANNEL_PRIVATE, "You haven\'t joined this channel/supergroup"',
      kinds: CHANNELS,
      async run(t) {
        const { admin, chat } = await t.cast('admin')
        await admin.export(chat)
        await admin.leave(chat)
        await t.refuses(admin.export(chat), 'CHANNEL_PRIVATE')
      },
    },
    {
      rule: 'CHANNEL_PRIVATE: the caller was banned.',
      evidence: 'DB: CHANNEL_PRIVATE, "You haven\'t joined this channel/supergroup"',
      kinds: CHANNELS,
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        await admin.export(chat)
        await owner.ban(chat, admin)
        await t.refuses(admin.export(chat), 'CHANNEL_PRIVATE')
      },
    },
    {
      rule: 'CHANNEL_PRIVATE: the caller was never in the chat, which is public.',
      evidence: 'DB: CHANNEL_PRIVATE, "You haven\'t joined this channel/supergroup"',
      kinds: CHANNELS,
      async run(t) {
        const { guest, chat } = await t.publicCast()
        await t.refuses(guest.export(chat), 'CHANNEL_PRIVATE')
      },
    },
    {
      rule: 'CHANNEL_PRIVATE: the chat was deleted.',
      evidence: LIST,
      kinds: CHANNELS,
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        await admin.export(chat)
        await owner.deleteChat(chat)
        await t.refuses(admin.export(chat), 'CHANNEL_PRIVATE')
      },
    },
    {
      rule: 'CHAT_ADMIN_REQUIRED: the caller is a plain member.',
      evidence: 'DB: CHAT_ADMIN_REQUIRED, "You must be an admin in this chat to do this"',
      async run(t) {
        const { member, chat } = await t.cast('member')
        await t.refuses(member.export(chat), 'CHAT_ADMIN_REQUIRED')
      },
    },
    {
      rule: 'CHAT_ID_INVALID: there is no such basic group.',
      evidence: LIST,
      kinds: ['group'],
      async run(t) {
        const { owner } = await t.cast()
        for (const chatId of [0, 1, 999_999_999])
          await t.refuses(exportTo(owner, { _: 'inputPeerChat', chatId }), 'CHAT_ID_INVALID')
      },
    },
    {
      rule: 'CHAT_ID_INVALID: the id is that of a channel.',
      evidence: LIST,
      kinds: CHANNELS,
      async run(t) {
        const { owner, chat } = await t.cast()
        const peer = { _: 'inputPeerChat', chatId: chat.id } as const
        await t.refuses(exportTo(owner, peer), 'CHAT_ID_INVALID')
      },
    },
    {
      rule: 'CHAT_ID_INVALID: the caller was never in the basic group.',
      evidence: LIST,
      kinds: ['group'],
      async run(t) {
        const { guest, chat } = await t.cast()
        await t.refuses(guest.export(chat), 'CHAT_ID_INVALID')
      },
    },
    {
      rule: 'CHAT_WRITE_FORBIDDEN: the caller left the basic group.',
      evidence: 'SRC: TDLib asks for AccessRights::Write',
      kinds: ['group'],
      async run(t) {
        const { admin, chat } = await t.cast('admin')
        await admin.leave(chat)
        await t.refuses(admin.export(chat), 'CHAT_WRITE_FORBIDDEN', 403)
      },
    },
    {
      rule: 'CHAT_WRITE_FORBIDDEN: the caller was removed from the basic group.',
      evidence: 'SRC: TDLib asks for AccessRights::Write',
      kinds: ['group'],
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        await owner.ban(chat, admin)
        await t.refuses(admin.export(chat), 'CHAT_WRITE_FORBIDDEN', 403)
      },
    },
    {
      rule: 'CHAT_WRITE_FORBIDDEN: the basic group became a supergroup.',
      evidence: 'SRC: TDLib asks for AccessRights::Write',
      kinds: ['group'],
      async run(t) {
        const { owner, chat } = await t.cast()
        await owner.call('messages.migrateChat', { chatId: chat.id })
        await t.refuses(owner.export(chat), 'CHAT_WRITE_FORBIDDEN', 403)
      },
    },
    {
      rule: 'EXPIRE_DATE_INVALID: the expiry is not in the future.',
      evidence: LIST,
      async run(t) {
        const { owner, chat } = await t.cast()
        for (const expireDate of [43, t.now])
          await t.refuses(owner.export(chat, { expireDate }), 'EXPIRE_DATE_INVALID')
      },
    },
    {
      rule: 'INPUT_USER_DEACTIVATED: the peer is a person who deleted his account.',
      evidence: 'DOC: core.telegram.org/method/messages.exportChatInvite, layer 223',
      kinds: ['group'],
      async run(t) {
        const { owner } = await t.cast()
        await t.refuses(exportTo(owner, await deletedAccount(t, owner)), 'INPUT_USER_DEACTIVATED')
      },
    },
    {
      rule: 'MSG_ID_INVALID: the message that is to name the peer does not exist or does not name it.',
      evidence: 'DOC: core.telegram.org/api/min',
      kinds: CHANNELS,
      async run(t) {
        const { owner, member, chat } = await t.cast('member')
        const peer = await owner.peer(chat)
        const channelId = chat.id
        await t.refuses(
          exportTo(owner, { _: 'inputPeerChannelFromMessage', peer, msgId: 99, channelId }),
          'MSG_ID_INVALID',
        )
        const userId = member.id
        await t.refuses(
          exportTo(owner, { _: 'inputPeerUserFromMessage', peer, msgId: 99, userId }),
          'MSG_ID_INVALID',
        )
      },
    },
    {
      rule: 'PEER_ID_INVALID: the peer is nobody, the caller, another person or a bot.',
      evidence: PEERS,
      kinds: ['group'],
      async run(t) {
        const { owner, member, bot } = await t.cast('member', 'bot')
        const peers: TypeInputPeer[] = [
          { _: 'inputPeerEmpty' },
          { _: 'inputPeerSelf' },
          await owner.userPeer(member),
          await owner.userPeer(bot),
          { _: 'inputPeerUser', userId: member.id, accessHash: 1n },
        ]
        for (const peer of peers) await t.refuses(exportTo(owner, peer), 'PEER_ID_INVALID')
      },
    },
    {
      rule: 'PRICING_CHAT_INVALID: a price in a chat that is no broadcast channel.',
      evidence: 'OBS: a live test of createChatSubscriptionInviteLink on a supergroup',
      kinds: ['group', 'supergroup'],
      async run(t) {
        const { owner, chat } = await t.cast()
        await t.refuses(owner.export(chat, price(MONTH, 100n)), 'PRICING_CHAT_INVALID')
      },
    },
    {
      rule: 'PRICING_CHAT_INVALID: a price of less than 1 or more than stars_subscription_amount_max.',
      evidence: 'INF: what the text of the error says; the real name was not seen',
      kinds: ['channel'],
      async run(t) {
        const { owner, chat } = await t.cast()
        for (const amount of [0n, -1n, 10_001n])
          await t.refuses(owner.export(chat, price(MONTH, amount)), 'PRICING_CHAT_INVALID')
        await owner.export(chat, price(MONTH, 10_000n))
      },
    },
    {
      rule: 'SUBSCRIPTION_PERIOD_INVALID: a period of other than 30 days.',
      evidence: 'DOC: core.telegram.org/api/subscriptions',
      kinds: ['channel'],
      async run(t) {
        const { owner, chat } = await t.cast()
        for (const period of [0, 30, 60, 300, MONTH + 1])
          await t.refuses(owner.export(chat, price(period, 100n)), 'SUBSCRIPTION_PERIOD_INVALID')
      },
    },
    {
      rule: 'USAGE_LIMIT_INVALID: a limit outside of 0 to 99999.',
      evidence: LIST,
      async run(t) {
        const { owner, chat } = await t.cast()
        await t.refuses(owner.export(chat, { usageLimit: 100_000 }), 'USAGE_LIMIT_INVALID')
        await owner.export(chat, { usageLimit: 99_999 })
      },
    },
    {
      rule: 'FROM_MESSAGE_BOT_DISABLED: a bot names a peer by a message.',
      evidence: 'DB: FROM_MESSAGE_BOT_DISABLED',
      kinds: ['supergroup'],
      async run(t) {
        const { bot, chat } = await t.cast('bot')
        const peer = await bot.peer(chat)
        const named = { _: 'inputPeerChannelFromMessage', peer, msgId: 1, channelId: chat.id }
        await t.refuses(exportTo(bot, named as TypeInputPeer), 'FROM_MESSAGE_BOT_DISABLED')
      },
    },
    {
      rule: 'AUTH_KEY_UNREGISTERED: nobody is logged in.',
      evidence: LIST,
      kinds: ['group'],
      async run(t) {
        const { chat } = await t.cast()
        await t.refuses(t.stranger().export(chat), 'AUTH_KEY_UNREGISTERED', 401)
      },
    },
    {
      rule: 'The kind of chat is looked at before the period of the price.',
      evidence: 'OBS: a live test with a period of 30 seconds on a supergroup',
      kinds: ['group', 'supergroup'],
      async run(t) {
        const { owner, chat } = await t.cast()
        await t.refuses(owner.export(chat, price(30, 100n)), 'PRICING_CHAT_INVALID')
      },
    },
    {
      rule: 'The right to invite is looked at before price, expiry and limit.',
      evidence: ORDER,
      async run(t) {
        const { member, chat } = await t.cast('member')
        const wrong = { ...price(30, 0n), expireDate: 43, usageLimit: -1 }
        await t.refuses(member.export(chat, wrong), 'CHAT_ADMIN_REQUIRED')
      },
    },
    {
      rule: 'The price is looked at before the expiry, the expiry before the limit.',
      evidence: ORDER,
      kinds: ['channel'],
      async run(t) {
        const { owner, chat } = await t.cast()
        const wrong = { expireDate: 43, usageLimit: -1 }
        const priced = owner.export(chat, { ...price(30, 1n), ...wrong })
        await t.refuses(priced, 'SUBSCRIPTION_PERIOD_INVALID')
        await t.refuses(owner.export(chat, wrong), 'EXPIRE_DATE_INVALID')
      },
    },
    {
      rule: 'Membership is looked at before the right.',
      evidence: ORDER,
      kinds: CHANNELS,
      async run(t) {
        const { member, chat } = await t.cast('member')
        await member.peer(chat)
        await member.leave(chat)
        await t.refuses(member.export(chat), 'CHANNEL_PRIVATE')
      },
    },
    {
      rule: 'inputPeerChannelFromMessage names the channel that the message is about, and is answered with a link.',
      evidence: 'DOC: core.telegram.org/api/min',
      kinds: CHANNELS,
      async run(t) {
        const { owner, chat } = await t.cast()
        const peer = await owner.peer(chat)
        const msgId = (await owner.history(chat)).at(-1)?.id ?? 0
        const named = { _: 'inputPeerChannelFromMessage', peer, msgId, channelId: chat.id } as const
        t.expect(await exportTo(owner, named)).toMatchObject({ adminId: owner.id })
      },
    },
    {
      rule: 'inputPeerUserFromMessage names a person, who is no chat.',
      evidence: 'DOC: core.telegram.org/api/min',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, member, chat } = await t.cast('member')
        const message = { message: 'hello', randomId: 1n }
        await member.call('messages.sendMessage', { peer: await member.peer(chat), ...message })
        const peer = await owner.peer(chat)
        const msgId = (await owner.history(chat))[0]?.id ?? 0
        const named = { _: 'inputPeerUserFromMessage', peer, msgId, userId: member.id } as const
        await t.refuses(exportTo(owner, named), 'PEER_ID_INVALID')
      },
    },
    {
      rule: 'inputPeerChat and inputPeerChannel name a chat and are answered with a link.',
      evidence: PEERS,
      async run(t) {
        const { owner, chat } = await t.cast()
        const invite = await exportTo(owner, await owner.peer(chat))
        t.expect(invite).toMatchObject({ _: 'chatInviteExported', adminId: owner.id })
      },
    },
  ],
}
