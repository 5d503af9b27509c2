import { actorIn, chatOf, linkOf, outsider, pick, urlOf, type Draw, type Kind } from './kinds.ts'
import { checkLink, importLink, joinChannel, locate } from './rules/entering.ts'
import * as rules from './rules/links.ts'
import type { Model } from './state.ts'

const MONTH = 2_592_000

function numbersOf(m: Model, { n, k }: Draw) {
  return {
    expire: pick(n, undefined, undefined, 0, m.now + 50, m.now + 5000, m.now - 1),
    limit: pick(k, undefined, 0, 1, 2, 3, 100_000),
  }
}

const exportLink: Kind = (m, real, draw) => {
  const { newest, link, on } = draw
  const chat = chatOf(m, draw)
  const by = actorIn(m, chat, draw)
  const legacy = link % 7 === 0
  const o = {
    ...numbersOf(m, draw),
    title: pick(link, undefined, '', 'Party'),
    requestNeeded: on,
    legacy,
    paid: newest && link % 11 === 1,
  }
  return {
    by,
    newest,
    chat,
    method: 'messages.exportChatInvite',
    request: {
      peer: real.peer(by, chat),
      expireDate: o.expire,
      usageLimit: o.limit,
      title: o.title,
      requestNeeded: o.requestNeeded,
      legacyRevokePermanent: legacy,
      ...(o.paid && {
        subscriptionPricing: { _: 'starsSubscriptionPricing', period: MONTH, amount: 5n },
      }),
    },
    rule: () => rules.exportLink(m, by, chat, o),
  }
}

const editLink: Kind = (m, real, draw) => {
  const { newest, also, on, k } = draw
  const chat = chatOf(m, draw)
  const by = actorIn(m, chat, draw)
  const hash = linkOf(m, chat, draw)
  const o = {
    ...numbersOf(m, draw),
    requestNeeded: also ? on : undefined,
    title: pick(k, undefined, '', 'Feast'),
  }
  return {
    by,
    newest,
    chat,
    method: 'messages.editExportedChatInvite',
    request: {
      peer: real.peer(by, chat),
      link: urlOf(hash),
      expireDate: o.expire,
      usageLimit: o.limit,
      requestNeeded: o.requestNeeded,
      title: o.title,
    },
    rule: () => rules.editLink(m, by, chat, hash, o),
  }
}

const revokeLink: Kind = (m, real, draw) => {
  const { newest } = draw
  const chat = chatOf(m, draw)
  const by = actorIn(m, chat, draw)
  const hash = linkOf(m, chat, draw)
  return {
    by,
    newest,
    chat,
    method: 'messages.editExportedChatInvite',
    request: { peer: real.peer(by, chat), link: urlOf(hash), revoked: true },
    rule: () => rules.revokeLink(m, by, chat, hash),
  }
}

/** Methods that take a chat and one of its links. */
const LINK_METHODS = {
  'messages.deleteExportedChatInvite': rules.deleteLink,
  'messages.getExportedChatInvite': rules.getLink,
} as const

const aboutLink =
  (method: keyof typeof LINK_METHODS): Kind =>
  (m, real, draw) => {
    const { newest } = draw
    const chat = chatOf(m, draw)
    const by = actorIn(m, chat, draw)
    const hash = linkOf(m, chat, draw)
    const request = { peer: real.peer(by, chat), link: urlOf(hash) }
    return {
      by,
      newest,
      chat,
      method,
      request,
      rule: () => LINK_METHODS[method](m, by, chat, hash),
    }
  }

const listLinks: Kind = (m, real, draw) => {
  const { newest, on, also } = draw
  const chat = chatOf(m, draw)
  const by = actorIn(m, chat, draw)
  const whom = also ? by : draw.whom
  return {
    by,
    newest,
    chat,
    method: 'messages.getExportedChatInvites',
    request: { peer: real.peer(by, chat), adminId: real.user(by, whom), revoked: on, limit: 100 },
    rule: () => rules.listLinks(m, by, chat, whom, on),
  }
}

const deleteRevoked: Kind = (m, real, draw) => {
  const { newest, also } = draw
  const chat = chatOf(m, draw)
  const by = actorIn(m, chat, draw)
  const whom = also ? by : draw.whom
  return {
    by,
    newest,
    chat,
    method: 'messages.deleteRevokedExportedChatInvites',
    request: { peer: real.peer(by, chat), adminId: real.user(by, whom) },
    rule: () => rules.deleteRevoked(m, by, chat, whom),
  }
}

const listAdmins: Kind = (m, real, draw) => {
  const { newest } = draw
  const chat = chatOf(m, draw)
  const by = actorIn(m, chat, draw)
  return {
    by,
    newest,
    chat,
    method: 'messages.getAdminsWithInvites',
    request: { peer: real.peer(by, chat) },
    rule: () => rules.listAdmins(m, by, chat, (n) => real.accounts[n]?.id ?? 0),
  }
}

const fullChat: Kind = (m, real, draw) => {
  const { newest } = draw
  const chat = chatOf(m, draw)
  const by = actorIn(m, chat, draw)
  const group = chat.kind === 'group'
  return {
    by,
    newest,
    chat,
    method: group ? 'messages.getFullChat' : 'channels.getFullChannel',
    request: group ? { chatId: chat.id } : { channel: real.channel(by, chat) },
    rule: () => rules.fullChat(m, by, chat),
  }
}

const listImporters: Kind = (m, real, draw) => {
  const { newest, on, also } = draw
  const chat = chatOf(m, draw)
  const by = actorIn(m, chat, draw)
  const hash = also ? linkOf(m, chat, draw) : undefined
  return {
    by,
    newest,
    chat,
    method: 'messages.getChatInviteImporters',
    request: {
      peer: real.peer(by, chat),
      requested: on,
      link: hash === undefined ? undefined : urlOf(hash),
      offsetDate: 0,
      offsetUser: { _: 'inputUserEmpty' },
      limit: 100,
    },
    rule: () => rules.listImporters(m, by, chat, hash, on, (n) => real.accounts[n]?.id ?? 0),
  }
}

const check: Kind = (m, _real, draw) => {
  const { whom: by, newest } = draw
  const hash = linkOf(m, chatOf(m, draw), draw)
  const request = { hash }
  return {
    by,
    newest,
    method: 'messages.checkChatInvite',
    request,
    rule: () => checkLink(m, by, hash),
  }
}

const importOne: Kind = (m, _real, draw) => {
  const { newest } = draw
  const hash = linkOf(m, chatOf(m, draw), draw)
  const chat = locate(m, hash)?.chat
  const by = outsider(m, chat, draw)
  if (m.waiting.some((one) => one.user === by && one.chat === chat)) return undefined
  const method = 'messages.importChatInvite'
  const rule = () => importLink(m, by, hash)
  return { by, newest, method, request: { hash }, rule, ...(chat && { chat }) }
}

const join: Kind = (m, real, draw) => {
  const { newest } = draw
  const open = m.chats.filter(({ username }) => username !== undefined)
  const chat = (draw.stray ? undefined : open[draw.chat % open.length]) ?? chatOf(m, draw)
  const by = outsider(m, chat, draw)
  if (m.waiting.some((one) => one.user === by && one.chat === chat)) return undefined
  const method = 'channels.joinChannel'
  const request = { channel: real.channel(by, chat) }
  return { by, newest, chat, method, request, rule: () => joinChannel(m, by, chat) }
}

/** Commands about links, and how often each is drawn. */
export const LINK_KINDS: Readonly<Record<string, readonly [number, Kind]>> = {
  export: [4, exportLink],
  edit: [3, editLink],
  revoke: [2, revokeLink],
  delete: [1, aboutLink('messages.deleteExportedChatInvite')],
  get: [1, aboutLink('messages.getExportedChatInvite')],
  list: [1, listLinks],
  deleteRevoked: [1, deleteRevoked],
  listAdmins: [1, listAdmins],
  fullChat: [1, fullChat],
  importers: [1, listImporters],
  check: [1, check],
  import: [8, importOne],
  join: [3, join],
}
