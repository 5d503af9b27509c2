import type { InputChannel, TypeInputPeer } from '../../src/tl/generated/base.ts'
import type { Actor } from '../actor.ts'
import { CHANNELS, type Chapter, type Kind, type Row } from '../row.ts'
import type { Scenario } from '../scenario.ts'
import { monoforumOf } from './export-errors.ts'
import { evidenceOf, refusal } from './refusal.ts'

const NEVER = 'https://t.me/+bogusbogusbogus0'

/** A call of a method about a chat, by whom and with which peer and link. */
type PeerCall = (who: Actor, peer: TypeInputPeer, link: string) => Promise<unknown>

const NOBODY = { _: 'inputUserEmpty' } as const
const SELF = { _: 'inputUserSelf' } as const

/** The methods that name a chat by its InputPeer. */
const PEER_METHODS = {
  'messages.editExportedChatInvite': (who, peer, link) =>
    who.call('messages.editExportedChatInvite', { peer, link, title: 'New' }),
  'messages.getExportedChatInvite': (who, peer, link) =>
    who.call('messages.getExportedChatInvite', { peer, link }),
  'messages.getExportedChatInvites': (who, peer) =>
    who.call('messages.getExportedChatInvites', { peer, adminId: SELF, limit: 10 }),
  'messages.deleteExportedChatInvite': (who, peer, link) =>
    who.call('messages.deleteExportedChatInvite', { peer, link }),
  'messages.deleteRevokedExportedChatInvites': (who, peer) =>
    who.call('messages.deleteRevokedExportedChatInvites', { peer, adminId: SELF }),
  'messages.getAdminsWithInvites': (who, peer) =>
    who.call('messages.getAdminsWithInvites', { peer }),
  'messages.getChatInviteImporters': (who, peer, link) => {
    const offset = { offsetDate: 0, offsetUser: NOBODY, limit: 10 }
    return who.call('messages.getChatInviteImporters', { peer, link, ...offset })
  },
  'messages.hideChatJoinRequest': (who, peer) =>
    who.call('messages.hideChatJoinRequest', { peer, userId: SELF }),
  'messages.hideAllChatJoinRequests': (who, peer, link) =>
    who.call('messages.hideAllChatJoinRequests', { peer, link }),
} as const satisfies Record<string, PeerCall>

type PeerMethod = keyof typeof PEER_METHODS

const HAVE_LINKS: readonly PeerMethod[] = [
  'messages.editExportedChatInvite',
  'messages.getExportedChatInvite',
  'messages.deleteExportedChatInvite',
  'messages.getChatInviteImporters',
  'messages.hideAllChatJoinRequests',
]
const FOR_BOTS: readonly PeerMethod[] = [
  'messages.editExportedChatInvite',
  'messages.hideChatJoinRequest',
]

/** A way to be refused by all methods about a chat. */
interface Condition {
  readonly error: string
  readonly code?: number
  readonly when: string
  readonly kind: Kind
  readonly except?: readonly PeerMethod[]
  run(t: Scenario, call: PeerCall): Promise<unknown>
}

const CONDITIONS: readonly Condition[] = [
  {
    error: 'AUTH_KEY_UNREGISTERED',
    code: 401,
    when: 'nobody is logged in',
    kind: 'group',
    run: async (_t, call) => call(_t.stranger(), { _: 'inputPeerChat', chatId: 1 }, NEVER),
  },
  {
    error: 'BOT_METHOD_INVALID',
    when: 'a bot calls',
    kind: 'group',
    except: FOR_BOTS,
    async run(t, call) {
      const { bot, chat } = await t.cast('bot')
      return call(bot, await bot.peer(chat), NEVER)
    },
  },
  {
    error: 'PEER_ID_INVALID',
    when: 'the peer is the caller himself',
    kind: 'group',
    run: async (t, call) => call(await t.person('Owner'), { _: 'inputPeerSelf' }, NEVER),
  },
  {
    error: 'CHAT_ID_INVALID',
    when: 'there is no such basic group',
    kind: 'group',
    run: async (t, call) =>
      call(await t.person('Owner'), { _: 'inputPeerChat', chatId: 999_999_999 }, NEVER),
  },
  {
    error: 'CHANNEL_INVALID',
    when: 'the access hash is wrong',
    kind: 'supergroup',
    async run(t, call) {
      const { owner, chat } = await t.cast()
      const peer = { ...(await owner.channel(chat)), _: 'inputPeerChannel' } as const
      return call(owner, { ...peer, accessHash: peer.accessHash + 1n }, NEVER)
    },
  },
  {
    error: 'CHANNEL_PRIVATE',
    when: 'the caller left the channel',
    kind: 'channel',
    async run(t, call) {
      const { admin, chat } = await t.cast('admin')
      const { link } = await admin.export(chat)
      await admin.leave(chat)
      return call(admin, await admin.peer(chat), link)
    },
  },
  {
    error: 'CHAT_WRITE_FORBIDDEN',
    code: 403,
    when: 'the caller left the basic group',
    kind: 'group',
    async run(t, call) {
      const { admin, chat } = await t.cast('admin')
      const { link } = await admin.export(chat)
      await admin.leave(chat)
      return call(admin, await admin.peer(chat), link)
    },
  },
  {
    error: 'CHAT_ADMIN_REQUIRED',
    when: 'the caller is a plain member',
    kind: 'supergroup',
    async run(t, call) {
      const { owner, member, chat } = await t.cast('member')
      return call(member, await member.peer(chat), (await owner.export(chat)).link)
    },
  },
  {
    error: 'CHANNEL_MONOFORUM_UNSUPPORTED',
    when: 'the peer is the direct messages of a channel',
    kind: 'channel',
    async run(t, call) {
      const { owner, chat } = await t.cast()
      return call(owner, await owner.peer(await monoforumOf(owner, chat)), NEVER)
    },
  },
  {
    error: 'MSG_ID_INVALID',
    when: 'the message that is to name the peer does not exist',
    kind: 'supergroup',
    async run(t, call) {
      const { owner, chat } = await t.cast()
      const peer = await owner.peer(chat)
      const named = { peer, msgId: 99, channelId: chat.id }
      return call(owner, { _: 'inputPeerChannelFromMessage', ...named }, NEVER)
    },
  },
  {
    error: 'INVITE_HASH_EXPIRED',
    when: 'the chat has no such link',
    kind: 'supergroup',
    except: (Object.keys(PEER_METHODS) as PeerMethod[]).filter((one) => !HAVE_LINKS.includes(one)),
    async run(t, call) {
      const { owner, chat } = await t.cast()
      return call(owner, await owner.peer(chat), NEVER)
    },
  },
]

const ofPeers: readonly Row[] = (Object.keys(PEER_METHODS) as PeerMethod[]).flatMap((method) =>
  CONDITIONS.filter(({ except = [] }) => !except.includes(method)).map(
    ({ error, code, when, kind, run }) => ({
      rule: `${method}: ${error} where ${when}.`,
      evidence: evidenceOf(method, error),
      kinds: [kind],
      run: (t: Scenario) => t.refuses(run(t, PEER_METHODS[method]), error, code),
    }),
  ),
)

/** Methods that need no peer, or another form of it; called with what is valid in form. */
const OTHERS: Readonly<Record<string, (who: Actor) => Promise<unknown>>> = {
  'messages.checkChatInvite': (who) => who.check(NEVER),
  'messages.importChatInvite': (who) => who.join(NEVER),
  'channels.joinChannel': (who) =>
    who.call('channels.joinChannel', { channel: { _: 'inputChannelEmpty' } }),
  'channels.toggleJoinRequest': (who) =>
    who.call('channels.toggleJoinRequest', { channel: { _: 'inputChannelEmpty' }, enabled: true }),
  'messages.getFullChat': (who) => who.call('messages.getFullChat', { chatId: 1 }),
  'channels.getFullChannel': (who) =>
    who.call('channels.getFullChannel', { channel: { _: 'inputChannelEmpty' } }),
  'channels.toggleJoinToSend': (who) =>
    who.call('channels.toggleJoinToSend', { channel: { _: 'inputChannelEmpty' }, enabled: true }),
  'chatlists.checkChatlistInvite': (who) =>
    who.call('chatlists.checkChatlistInvite', { slug: 'x' }),
  'chatlists.joinChatlistInvite': (who) =>
    who.call('chatlists.joinChatlistInvite', { slug: 'x', peers: [] }),
  'chatlists.exportChatlistInvite': (who) =>
    who.call('chatlists.exportChatlistInvite', { chatlist: FOLDER, title: '', peers: [] }),
  'chatlists.editExportedInvite': (who) =>
    who.call('chatlists.editExportedInvite', { chatlist: FOLDER, slug: 'x' }),
  'chatlists.deleteExportedInvite': (who) =>
    who.call('chatlists.deleteExportedInvite', { chatlist: FOLDER, slug: 'x' }),
  'chatlists.getExportedInvites': (who) =>
    who.call('chatlists.getExportedInvites', { chatlist: FOLDER }),
}
const FOLDER = { _: 'inputChatlistDialogFilter', filterId: 9 } as const

/** Bots may ask for full chats. */
const forUsersOnly = Object.entries(OTHERS).filter(([method]) => !/\.getFull/.test(method))

const ofOthers: readonly Row[] = [
  ...Object.entries(OTHERS).map(([method, call]) => ({
    rule: `${method}: AUTH_KEY_UNREGISTERED where nobody is logged in.`,
    evidence: evidenceOf(method, 'AUTH_KEY_UNREGISTERED'),
    kinds: ['group'] as const,
    run: (t: Scenario) => t.refuses(call(t.stranger()), 'AUTH_KEY_UNREGISTERED', 401),
  })),
  ...forUsersOnly.map(([method, call]) => ({
    rule: `${method}: BOT_METHOD_INVALID where a bot calls.`,
    evidence: evidenceOf(method, 'BOT_METHOD_INVALID'),
    kinds: ['group'] as const,
    run: async (t: Scenario) => t.refuses(call(await t.bot()), 'BOT_METHOD_INVALID'),
  })),
]

const toggleJoinToSend = (who: Actor, channel: InputChannel) =>
  who.call('channels.toggleJoinToSend', { channel, enabled: true })

const singles: readonly Row[] = [
  refusal(
    'messages.deleteRevokedExportedChatInvites',
    'ADMIN_ID_INVALID',
    'the account is no admin',
    ['group'],
    async (t) => {
      const { owner, member, chat } = await t.cast('member')
      return owner.deleteRevoked(chat, member)
    },
  ),
  refusal(
    'messages.hideChatJoinRequest',
    'USER_ID_INVALID',
    'nobody is named',
    ['group'],
    async (t) => {
      const { owner, chat } = await t.cast()
      const peer = await owner.peer(chat)
      return owner.call('messages.hideChatJoinRequest', { peer, userId: NOBODY })
    },
  ),
  refusal(
    'channels.joinChannel',
    'CHANNEL_INVALID',
    'the access hash is wrong',
    ['supergroup'],
    async (t) => {
      const { guest, chat } = await t.publicCast()
      const channel = { ...(await guest.channel(chat)), accessHash: 1n }
      return guest.call('channels.joinChannel', { channel })
    },
  ),
  refusal(
    'channels.joinChannel',
    'USER_ALREADY_PARTICIPANT',
    'the caller is in the chat',
    CHANNELS,
    async (t) => {
      const { member, chat } = await t.publicCast('member')
      return member.joinPublic(chat)
    },
  ),
  refusal(
    'channels.joinChannel',
    'CHANNEL_MONOFORUM_UNSUPPORTED',
    'it is the direct messages of a channel',
    ['channel'],
    async (t) => {
      const { owner, chat } = await t.cast()
      return owner.joinPublic(await monoforumOf(owner, chat))
    },
  ),
  refusal(
    'channels.joinChannel',
    'MSG_ID_INVALID',
    'the message that is to name it does not exist',
    ['supergroup'],
    async (t) => {
      const { owner, chat } = await t.cast()
      const named = { peer: await owner.peer(chat), msgId: 99, channelId: chat.id }
      const channel = { _: 'inputChannelFromMessage', ...named } as const
      return owner.call('channels.joinChannel', { channel })
    },
  ),
  refusal(
    'channels.joinChannel',
    'CHANNELS_TOO_MUCH',
    'the caller is in too many',
    ['supergroup'],
    async (t) => {
      const { guest, chat } = await t.publicCast()
      await t.chat(guest)
      return guest.joinPublic(chat)
    },
    { channelsPerUser: 1 },
  ),
  refusal(
    'channels.joinChannel',
    'USERS_TOO_MUCH',
    'the chat is full',
    ['supergroup'],
    async (t) => {
      const { guest, chat } = await t.publicCast()
      return guest.joinPublic(chat)
    },
    { supergroupMembers: 1 },
  ),
  refusal(
    'channels.toggleJoinRequest',
    'CHANNEL_INVALID',
    'the access hash is wrong',
    ['supergroup'],
    async (t) => {
      const { owner, chat } = await t.publicCast()
      const channel = { ...(await owner.channel(chat)), accessHash: 1n }
      return owner.call('channels.toggleJoinRequest', { channel, enabled: true })
    },
  ),
  refusal(
    'channels.toggleJoinToSend',
    'CHANNEL_INVALID',
    'the access hash is wrong',
    ['supergroup'],
    async (t) => {
      const { owner, chat } = await t.publicCast()
      return toggleJoinToSend(owner, { ...(await owner.channel(chat)), accessHash: 1n })
    },
  ),
  refusal(
    'channels.toggleJoinToSend',
    'CHAT_ADMIN_REQUIRED',
    'the caller lacks the right to ban',
    ['supergroup'],
    async (t) => {
      const { admin, chat } = await t.cast('admin')
      return toggleJoinToSend(admin, await admin.channel(chat))
    },
  ),
  refusal(
    'channels.toggleJoinToSend',
    'CHAT_ID_INVALID',
    'it is a broadcast channel',
    ['channel'],
    async (t) => {
      const { owner, chat } = await t.cast()
      return toggleJoinToSend(owner, await owner.channel(chat))
    },
  ),
  refusal(
    'channels.toggleJoinToSend',
    'CHAT_NOT_MODIFIED',
    'it is set so already',
    ['supergroup'],
    async (t) => {
      const { owner, chat } = await t.cast()
      const broadcast = await owner.channel(await t.chat(owner, { kind: 'channel' }))
      const group = await owner.channel(chat)
      await owner.call('channels.setDiscussionGroup', { broadcast, group })
      await toggleJoinToSend(owner, group)
      return toggleJoinToSend(owner, group)
    },
  ),
  refusal(
    'messages.getFullChat',
    'CHAT_ID_INVALID',
    'there is no such basic group',
    ['group'],
    async (t) => {
      const owner = await t.person('Owner')
      return owner.call('messages.getFullChat', { chatId: 999_999_999 })
    },
  ),
  refusal(
    'channels.getFullChannel',
    'CHANNEL_INVALID',
    'the access hash is wrong',
    CHANNELS,
    async (t) => {
      const { owner, chat } = await t.cast()
      const channel = { ...(await owner.channel(chat)), accessHash: 1n }
      return owner.call('channels.getFullChannel', { channel })
    },
  ),
  refusal(
    'channels.getFullChannel',
    'CHANNEL_PRIVATE',
    'the caller left a private one',
    CHANNELS,
    async (t) => {
      const { member, chat } = await t.cast('member')
      await member.full(chat)
      await member.leave(chat)
      return member.full(chat)
    },
  ),
  refusal(
    'channels.getFullChannel',
    'MSG_ID_INVALID',
    'the message that is to name it does not exist',
    ['supergroup'],
    async (t) => {
      const { owner, chat } = await t.cast()
      const named = { peer: await owner.peer(chat), msgId: 99, channelId: chat.id }
      const channel = { _: 'inputChannelFromMessage', ...named } as const
      return owner.call('channels.getFullChannel', { channel })
    },
  ),
]

/** The documented errors of every method around links but exportChatInvite, which has a chapter of its own. */
export const methodErrors: Chapter = {
  title: 'Errors of the other methods',
  intro:
    'Every method refuses with the same error under the same condition, whether or not its list has it.',
  rows: [...ofPeers, ...ofOthers, ...singles],
}
