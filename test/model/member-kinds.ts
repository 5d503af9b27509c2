import { getPassword } from '../../src/domain/accounts/password.ts'
import { clientProof } from '../../src/domain/accounts/testing.ts'
import {
  actorIn,
  askedChat,
  channelOf,
  chatOf,
  linkOf,
  pick,
  storedPrimary,
  urlOf,
  type Kind,
} from './kinds.ts'
import * as entering from './rules/entering.ts'
import { putLink } from './rules/links.ts'
import * as members from './rules/members.ts'
import { RIGHTS, SEND, VIEW, type Effect, type Link } from './state.ts'
import { FOLDER_OWNER, PASSWORD, USERS } from './world.ts'

const leave: Kind = (m, real, draw) => {
  const { whom: by, newest, on } = draw
  const chat = chatOf(m, draw)
  const rule = (): Effect => members.leave(m, by, chat)
  if (chat.kind !== 'group') {
    const request = { channel: real.channel(by, chat) }
    return { by, newest, chat, method: 'channels.leaveChannel', request, rule }
  }
  const request = { chatId: chat.id, userId: { _: 'inputUserSelf' }, revokeHistory: on }
  return { by, newest, chat, method: 'messages.deleteChatUser', request, rule }
}

/** Ban, restrict or free somebody; basic groups only remove people. */
const ban: Kind = (m, real, draw) => {
  const { whom, newest, n, k, on } = draw
  const chat = chatOf(m, draw)
  const by = actorIn(m, chat, draw)
  if (chat.kind === 'group') {
    if (by === whom) return undefined
    const request = { chatId: chat.id, userId: real.user(by, whom), revokeHistory: on }
    const rule = (): Effect => members.kick(m, by, chat, whom)
    return { by, newest, chat, method: 'messages.deleteChatUser', request, rule }
  }
  const mask = pick(n, VIEW, VIEW, SEND, 0, 0, VIEW)
  const untilDate = pick(k, 0, m.now + 10, m.now + 60, m.now + 60, m.now + 5000)
  const taken = { viewMessages: (mask & VIEW) !== 0, sendMessages: (mask & SEND) !== 0 }
  return {
    by,
    newest,
    chat,
    method: 'channels.editBanned',
    request: {
      channel: real.channel(by, chat),
      participant: { ...real.user(by, whom), _: 'inputPeerUser' },
      bannedRights: { _: 'chatBannedRights', ...taken, untilDate },
    },
    rule: () => members.editBanned(m, by, chat, whom, mask, untilDate),
  }
}

const promote: Kind = (m, real, draw) => {
  const { whom, newest, n, on } = draw
  const chat = chatOf(m, draw)
  const by = actorIn(m, chat, draw)
  if (chat.kind === 'group') {
    const request = { chatId: chat.id, userId: real.user(by, whom), isAdmin: on }
    const rule = (): Effect => members.editChatAdmin(m, by, chat, whom, on)
    return { by, newest, chat, method: 'messages.editChatAdmin', request, rule }
  }
  const all = RIGHTS.invite | RIGHTS.ban | RIGHTS.add
  const rights = pick(n, 0, RIGHTS.invite, RIGHTS.invite | RIGHTS.ban, all, RIGHTS.info, 0)
  const has = (right: number) => (rights & right) !== 0
  return {
    by,
    newest,
    chat,
    method: 'channels.editAdmin',
    request: {
      channel: real.channel(by, chat),
      userId: real.user(by, whom),
      adminRights: {
        _: 'chatAdminRights',
        changeInfo: has(RIGHTS.info),
        banUsers: has(RIGHTS.ban),
        inviteUsers: has(RIGHTS.invite),
        addAdmins: has(RIGHTS.add),
      },
      rank: '',
    },
    rule: () => members.editAdmin(m, by, chat, whom, rights),
  }
}

const add: Kind = (m, real, draw) => {
  const { whom, newest } = draw
  const chat = chatOf(m, draw)
  const by = actorIn(m, chat, draw)
  const rule = (): Effect => entering.add(m, by, chat, whom)
  const user = real.user(by, whom)
  if (chat.kind === 'group') {
    const request = { chatId: chat.id, userId: user, fwdLimit: 0 }
    return { by, newest, chat, method: 'messages.addChatUser', request, rule }
  }
  const request = { channel: real.channel(by, chat), users: [user] }
  return { by, newest, chat, method: 'channels.inviteToChannel', request, rule }
}

const transfer: Kind = (m, real, draw) => {
  const { whom, on } = draw
  const chat = chatOf(m, draw)
  const by = actorIn(m, chat, draw)
  const self = real.accounts[by]
  if (!self || m.accounts[by]?.isBot) return undefined
  const request: { peer: object; userId: object; password: object } = {
    peer: real.peer(by, chat),
    userId: real.user(by, on ? by : whom),
    password: { _: 'inputCheckPasswordEmpty' },
  }
  return {
    by,
    newest: true,
    chat,
    method: 'messages.editChatCreator',
    request,
    async before() {
      if (!m.accounts[by]?.password) return
      const { current } = await real.rpc.unit(async (u) => {
        const row = await u.db.users.byId(self.id)
        return getPassword(u, row ?? self.row)
      })
      if (!current) throw new Error('the password is gone')
      const { srpId, a, m1 } = clientProof(PASSWORD, current)
      request.password = { _: 'inputCheckPasswordSRP', srpId, A: a, M1: m1 }
    },
    rule: () => members.transfer(m, by, chat, on ? by : whom),
  }
}

const hideOne: Kind = (m, real, draw) => {
  const { newest, n, on, stray } = draw
  const chat = askedChat(m, draw)
  if (chat.requests.size === 0 && !draw.stray) return undefined
  const by = actorIn(m, chat, draw)
  const asking = [...chat.requests.keys()]
  const whom = stray ? draw.whom : (asking[n % asking.length] ?? draw.whom)
  const request = { peer: real.peer(by, chat), userId: real.user(by, whom), approved: on }
  const rule = (): Effect => members.hideOne(m, by, chat, whom, on)
  return { by, newest, chat, method: 'messages.hideChatJoinRequest', request, rule }
}

const hideAll: Kind = (m, real, draw) => {
  const { newest, on, also } = draw
  const chat = askedChat(m, draw)
  if (chat.requests.size === 0 && !draw.stray) return undefined
  const by = actorIn(m, chat, draw)
  const hash = also ? linkOf(m, chat, draw) : undefined
  const link = hash === undefined ? undefined : urlOf(hash)
  const request = { peer: real.peer(by, chat), approved: on, link }
  const rule = (): Effect => members.hideAll(m, by, chat, hash, on)
  return { by, newest, chat, method: 'messages.hideAllChatJoinRequests', request, rule }
}

const toggleJoinRequest: Kind = (m, real, draw) => {
  const { newest, n, on, also } = draw
  const chat = channelOf(m, draw)
  if (!chat) return undefined
  const by = actorIn(m, chat, draw)
  const guard = pick(n, USERS, USERS, undefined, USERS + 1)
  const device = real.device(by, newest)
  const request = {
    channel: real.channel(by, chat),
    enabled: on,
    applyToInvites: also,
    guardBot: guard === undefined ? undefined : real.user(by, guard),
  }
  const o = { enabled: on, guard, all: also, newest: device.layer >= 227 }
  const rule = (): Effect => entering.toggleJoinRequest(m, by, chat, o)
  return { by, newest, chat, method: 'channels.toggleJoinRequest', request, rule }
}

/** A guard bot, or somebody who is none, decides about a request. */
const decide: Kind = (m, _real, draw) => {
  const { n, k, stray } = draw
  const by = stray ? draw.by : USERS
  const open = m.chats.flatMap((chat) =>
    [...chat.requests.values()].flatMap(({ user, query }) =>
      query ? [{ chat, user, query }] : [],
    ),
  )
  const about = open[n % open.length]
  if (!about && !stray) return undefined
  const what = pick(k, 'approved', 'declined', 'queued', 'page', 'approved', 'page')
  const result =
    what === 'page'
      ? { _: 'joinChatBotResultWebView', url: 'https://example.com/' }
      : { _: `joinChatBotResult${what.charAt(0).toUpperCase()}${what.slice(1)}` }
  const chat = about?.chat ?? chatOf(m, draw)
  const request = { queryId: BigInt(about?.query.id ?? 1), result }
  const rule = (): Effect => members.decide(m, by, chat, about?.user ?? -1, what)
  return { by, newest: true, chat, method: 'bots.setJoinChatResults', request, rule }
}

const joinFolder: Kind = (m, real, draw) => {
  const { whom: by, newest, link } = draw
  const shared = m.folderLinks[link % m.folderLinks.length]
  if (!shared) return undefined
  const { chat, slug } = shared
  let primary: Partial<Link> = {}
  return {
    by,
    newest,
    chat,
    method: 'chatlists.joinChatlistInvite',
    request: { slug, peers: [real.peer(by, chat)] },
    rule: () =>
      entering.joinFolder(m, by, FOLDER_OWNER, chat, () => putLink(m, chat, FOLDER_OWNER, primary)),
    async learn() {
      const known = await storedPrimary(real, chat, FOLDER_OWNER).catch(() => undefined)
      if (known) primary = known
    },
  }
}

/** Commands about who is in a chat and what he may, and how often each is drawn. */
export const MEMBER_KINDS: Readonly<Record<string, readonly [number, Kind]>> = {
  leave: [3, leave],
  ban: [4, ban],
  promote: [3, promote],
  add: [3, add],
  transfer: [1, transfer],
  hideOne: [4, hideOne],
  hideAll: [2, hideAll],
  toggleJoinRequest: [2, toggleJoinRequest],
  decide: [3, decide],
  joinFolder: [2, joinFolder],
}
