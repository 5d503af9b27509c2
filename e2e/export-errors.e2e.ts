import type { TelegramClient } from '@mtcute/node'
import { Long, tl } from '@mtcute/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mtcuteBot, mtcuteUser } from './support/mtcute.ts'
import { startWorld, type TestWorld } from './support/world.ts'

/**
 * The 13 documented errors of messages.exportChatInvite, each by its own condition, and every variant
 * of InputPeer (spec sections 3.1 and 3.2), through an unmodified client.
 */

let world: TestWorld
let owner: TelegramClient
let member: TelegramClient
let stranger: TelegramClient
let bot: TelegramClient

beforeAll(async () => {
  world = await startWorld()
  owner = await mtcuteUser(world.server, world.owner.phone)
  member = await mtcuteUser(world.server, world.member.phone)
  stranger = await mtcuteUser(world.server, world.stranger.phone)
  bot = await mtcuteBot(world.server, world.bot.token)
})

afterAll(async () => {
  for (const client of [owner, member, stranger, bot]) await client.destroy()
  await world[Symbol.asyncDispose]()
})

type Request = tl.messages.RawExportChatInviteRequest
type Options = Partial<Omit<Request, '_' | 'peer'>>

function exportLink(client: TelegramClient, peer: tl.TypeInputPeer, options: Options = {}) {
  return client.call({ _: 'messages.exportChatInvite', peer, ...options })
}

/** What the client was answered: the error's code and text, or the link. */
async function outcome(call: Promise<tl.TypeExportedChatInvite>): Promise<string> {
  try {
    const invite = await call
    return invite._
  } catch (error) {
    if (error instanceof tl.RpcError) return `${error.code} ${error.text}`
    throw error
  }
}

/** The peer as this client got to know it, with its own access hash. */
async function channelPeer(client: TelegramClient, id: number): Promise<tl.RawInputPeerChannel> {
  for await (const dialog of client.iterDialogs()) {
    const peer = dialog.peer.inputPeer
    if (peer._ === 'inputPeerChannel' && peer.channelId === id) return peer
  }
  throw new Error(`the client has no dialog with ${id}`)
}

const groupPeer = (): tl.RawInputPeerChat => ({ _: 'inputPeerChat', chatId: world.group.id })
const year = 365 * 86_400
const later = (): number => Math.floor(Date.now() / 1000) + year

describe('messages.exportChatInvite refuses with', () => {
  it('CHANNEL_INVALID a channel that is unknown, and one with a wrong access hash', async () => {
    const known = await channelPeer(owner, world.channel.id)
    const wrong = { ...known, accessHash: known.accessHash.add(1) }
    expect(await outcome(exportLink(owner, wrong))).toBe('400 CHANNEL_INVALID')
    expect(await outcome(exportLink(owner, { ...known, channelId: known.channelId + 999 }))).toBe(
      '400 CHANNEL_INVALID',
    )
    const theirs = await channelPeer(member, world.channel.id)
    expect(await outcome(exportLink(owner, theirs))).toBe('400 CHANNEL_INVALID')
  })

  it('CHANNEL_MONOFORUM_UNSUPPORTED the direct messages of a channel', async () => {
    const own = await owner.call({
      _: 'channels.createChannel',
      broadcast: true,
      title: 'With direct messages',
      about: '',
    })
    const created = 'chats' in own ? own.chats[0] : undefined
    if (created?._ !== 'channel') throw new Error('no channel')
    const channel = {
      _: 'inputChannel',
      channelId: created.id,
      accessHash: created.accessHash!,
    } as const
    const on = await owner.call({
      _: 'channels.updatePaidMessagesPrice',
      channel,
      broadcastMessagesAllowed: true,
      sendPaidMessagesStars: Long.ZERO,
    })
    const forum = ('chats' in on ? on.chats : []).find(
      (chat) => chat._ === 'channel' && chat.monoforum,
    )
    if (forum?._ !== 'channel') throw new Error('no monoforum')
    const peer = {
      _: 'inputPeerChannel',
      channelId: forum.id,
      accessHash: forum.accessHash!,
    } as const
    expect(await outcome(exportLink(owner, peer))).toBe('400 CHANNEL_MONOFORUM_UNSUPPORTED')
  })

  it('CHANNEL_PRIVATE somebody who is not in the channel', async () => {
    const { inputPeer: peer } = await stranger.getChat(world.supergroup.username)
    expect(await outcome(exportLink(stranger, peer))).toBe('400 CHANNEL_PRIVATE')
  })

  it('CHAT_ADMIN_REQUIRED a plain member of every kind of chat', async () => {
    expect(await outcome(exportLink(member, groupPeer()))).toBe('400 CHAT_ADMIN_REQUIRED')
    for (const { id } of [world.supergroup, world.channel]) {
      expect(await outcome(exportLink(member, await channelPeer(member, id)))).toBe(
        '400 CHAT_ADMIN_REQUIRED',
      )
    }
  })

  it('CHAT_ID_INVALID a basic group that is unknown, a channel named as one, and one never entered', async () => {
    for (const chatId of [1, world.channel.id]) {
      expect(await outcome(exportLink(owner, { _: 'inputPeerChat', chatId }))).toBe(
        '400 CHAT_ID_INVALID',
      )
    }
    expect(await outcome(exportLink(stranger, groupPeer()))).toBe('400 CHAT_ID_INVALID')
  })

  it('CHAT_WRITE_FORBIDDEN somebody who was in the basic group', async () => {
    const { id } = await world.server.createChat({
      type: 'group',
      title: 'To be left',
      ownerId: world.owner.id,
      memberIds: [world.member.id],
    })
    await member.call({ _: 'messages.deleteChatUser', chatId: id, userId: { _: 'inputUserSelf' } })
    expect(await outcome(exportLink(member, { _: 'inputPeerChat', chatId: id }))).toBe(
      '403 CHAT_WRITE_FORBIDDEN',
    )
  })

  it('EXPIRE_DATE_INVALID a date in the past', async () => {
    expect(await outcome(exportLink(owner, groupPeer(), { expireDate: 43 }))).toBe(
      '400 EXPIRE_DATE_INVALID',
    )
    expect(await outcome(exportLink(owner, groupPeer(), { expireDate: 0 }))).toBe(
      'chatInviteExported',
    )
  })

  it('INPUT_USER_DEACTIVATED a deleted account', async () => {
    const { phone, id } = await world.server.createUser({ firstName: 'Gone', phone: '+9996610777' })
    const gone = await mtcuteUser(world.server, phone)
    await gone.sendText(world.owner.id === id ? 'me' : 'world_owner', 'good bye')
    await gone.call({ _: 'account.deleteAccount', reason: 'test' })
    await gone.destroy()
    const found = await owner.call({
      _: 'messages.getDialogs',
      offsetDate: 0,
      offsetId: 0,
      offsetPeer: { _: 'inputPeerEmpty' },
      limit: 100,
      hash: Long.ZERO,
    })
    const user = ('users' in found ? found.users : []).find(
      (one) => one._ === 'user' && one.id === id,
    )
    if (user?._ !== 'user') throw new Error('the deleted account is not in the dialogs')
    const peer = { _: 'inputPeerUser', userId: id, accessHash: user.accessHash! } as const
    expect(await outcome(exportLink(owner, peer))).toBe('400 INPUT_USER_DEACTIVATED')
  })

  it('MSG_ID_INVALID a peer that the named message does not hold', async () => {
    const where = groupPeer()
    const user = {
      _: 'inputPeerUserFromMessage',
      peer: where,
      msgId: 999_999,
      userId: world.member.id,
    } as const
    expect(await outcome(exportLink(owner, user))).toBe('400 MSG_ID_INVALID')
    const channel = {
      _: 'inputPeerChannelFromMessage',
      peer: where,
      msgId: 1,
      channelId: world.channel.id,
    } as const
    expect(await outcome(exportLink(owner, channel))).toBe('400 MSG_ID_INVALID')
  })

  it('PEER_ID_INVALID whatever is no chat', async () => {
    const other = await owner.resolvePeer('world_test_bot')
    for (const peer of [
      { _: 'inputPeerEmpty' },
      { _: 'inputPeerSelf' },
      other,
    ] as tl.TypeInputPeer[]) {
      expect(await outcome(exportLink(owner, peer))).toBe('400 PEER_ID_INVALID')
    }
  })

  const pricing = (period: number, amount: number): Options => ({
    subscriptionPricing: { _: 'starsSubscriptionPricing', period, amount: Long.fromNumber(amount) },
  })

  it('PRICING_CHAT_INVALID a price on anything but a channel, before it looks at the period', async () => {
    const supergroup = await channelPeer(owner, world.supergroup.id)
    for (const peer of [groupPeer(), supergroup]) {
      expect(await outcome(exportLink(owner, peer, pricing(30, 100)))).toBe(
        '400 PRICING_CHAT_INVALID',
      )
    }
  })

  it('SUBSCRIPTION_PERIOD_INVALID any period but thirty days', async () => {
    const channel = await channelPeer(owner, world.channel.id)
    for (const period of [0, 60, 300, 2_592_001]) {
      expect(await outcome(exportLink(owner, channel, pricing(period, 1)))).toBe(
        '400 SUBSCRIPTION_PERIOD_INVALID',
      )
    }
    expect(await outcome(exportLink(owner, channel, pricing(2_592_000, 1)))).toBe(
      'chatInviteExported',
    )
  })

  it('USAGE_LIMIT_INVALID a limit below 0 or above 99999', async () => {
    for (const usageLimit of [-1, 100_000, 2_147_483_647]) {
      expect(await outcome(exportLink(owner, groupPeer(), { usageLimit }))).toBe(
        '400 USAGE_LIMIT_INVALID',
      )
    }
    for (const usageLimit of [0, 1, 99_999]) {
      expect(await outcome(exportLink(owner, groupPeer(), { usageLimit }))).toBe(
        'chatInviteExported',
      )
    }
  })
})

describe("the documents' own examples", () => {
  it("GramJS's values are refused for their date", async () => {
    const call = exportLink(owner, await channelPeer(owner, world.supergroup.id), {
      legacyRevokePermanent: true,
      requestNeeded: true,
      expireDate: 43,
      usageLimit: 43,
      title: 'My very normal title',
    })
    expect(await outcome(call)).toBe('400 EXPIRE_DATE_INVALID')
  })

  it("Pyrogram's values are refused for the chat on a group and for the period on a channel", async () => {
    const values: Options = {
      expireDate: 0,
      usageLimit: 0,
      title: 'text',
      subscriptionPricing: { _: 'starsSubscriptionPricing', period: 0, amount: Long.ZERO },
    }
    expect(await outcome(exportLink(owner, groupPeer(), values))).toBe('400 PRICING_CHAT_INVALID')
    const supergroup = await channelPeer(owner, world.supergroup.id)
    expect(await outcome(exportLink(owner, supergroup, values))).toBe('400 PRICING_CHAT_INVALID')
    const channel = await channelPeer(owner, world.channel.id)
    expect(await outcome(exportLink(owner, channel, values))).toBe(
      '400 SUBSCRIPTION_PERIOD_INVALID',
    )
  })
})

describe('messages.exportChatInvite gives', () => {
  it('every field that was asked for, in every kind of chat, to the owner and to a bot', async () => {
    const expireDate = later()
    for (const client of [owner, bot]) {
      const id = client === owner ? world.owner.id : world.bot.id
      for (const peer of [
        groupPeer(),
        await seen(client, world.supergroup.id),
        await seen(client, world.channel.id),
      ]) {
        const invite = await exportLink(client, peer, {
          expireDate,
          usageLimit: 43,
          title: 'My very normal title',
        })
        expect(invite).toMatchObject({
          _: 'chatInviteExported',
          adminId: id,
          expireDate,
          usageLimit: 43,
          title: 'My very normal title',
        })
        expect(invite).toHaveProperty(
          'link',
          expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{16}$/),
        )
      }
    }
  })

  it('a primary link in place of the old one with legacyRevokePermanent', async () => {
    const first = await exportLink(owner, groupPeer(), { legacyRevokePermanent: true })
    const second = await exportLink(owner, groupPeer(), { legacyRevokePermanent: true })
    if (first._ !== 'chatInviteExported' || second._ !== 'chatInviteExported')
      throw new Error('no links')
    expect(second).toMatchObject({ permanent: true, revoked: false })
    expect(second.link).not.toBe(first.link)
    const full = await owner.call({ _: 'messages.getFullChat', chatId: world.group.id })
    expect(full.fullChat).toHaveProperty('exportedInvite.link', second.link)
    const hash = (link: string): string => link.split('+')[1] ?? ''
    await expect(
      stranger.call({ _: 'messages.checkChatInvite', hash: hash(first.link) }),
    ).rejects.toThrow('INVITE_HASH_EXPIRED')
    const preview = await stranger.call({ _: 'messages.checkChatInvite', hash: hash(second.link) })
    expect(preview).toMatchObject({ _: 'chatInvite', title: 'Basic group' })
  })

  it('a link by which somebody joins, who then finds it as a member', async () => {
    const invite = await exportLink(owner, await channelPeer(owner, world.channel.id), {
      title: 'to join',
    })
    if (invite._ !== 'chatInviteExported') throw new Error('no link')
    const hash = invite.link.split('+')[1] ?? ''
    const joined = await stranger.call({ _: 'messages.importChatInvite', hash })
    const updates = 'updates' in joined && !Array.isArray(joined.updates) ? joined.updates : joined
    expect(updates).toHaveProperty('chats.length', 1)
    expect(await stranger.call({ _: 'messages.checkChatInvite', hash })).toMatchObject({
      _: 'chatInviteAlready',
      chat: { id: world.channel.id },
    })
    await expect(stranger.call({ _: 'messages.importChatInvite', hash })).rejects.toThrow(
      'USER_ALREADY_PARTICIPANT',
    )
  })
})

/** The peer with the client's own access hash; bots have no dialogs, they ask with a hash of 0. */
async function seen(client: TelegramClient, id: number): Promise<tl.TypeInputPeer> {
  if (client !== bot) return channelPeer(client, id)
  const { chats } = await client.call({
    _: 'channels.getChannels',
    id: [{ _: 'inputChannel', channelId: id, accessHash: Long.ZERO }],
  })
  const [chat] = chats
  if (chat?._ !== 'channel') throw new Error(`the bot cannot see ${id}`)
  return { _: 'inputPeerChannel', channelId: id, accessHash: chat.accessHash! }
}
