import { actorIn, channelOf, chatOf, type Kind, type Plan } from './kinds.ts'
import type { Fields } from './device.ts'
import * as rules from './rules/chats.ts'
import { no, type Chat, type Effect } from './state.ts'
import { FOLDER_ID, FOLDER_OWNER, USERS, type Real } from './world.ts'

const rename: Kind = (m, real, draw) => {
  const { newest, on, also } = draw
  const chat = channelOf(m, draw)
  if (!chat) return undefined
  const by = actorIn(m, chat, draw)
  const username = on || also ? `birds_of_chat_${chat.n}` : ''
  const request = { channel: real.channel(by, chat), username }
  const rule = (): Effect => rules.rename(m, by, chat, username)
  return { by, newest, chat, method: 'channels.updateUsername', request, rule }
}

const toggleJoinToSend: Kind = (m, real, draw) => {
  const { newest, on } = draw
  const chat = channelOf(m, draw)
  if (!chat) return undefined
  const by = actorIn(m, chat, draw)
  const request = { channel: real.channel(by, chat), enabled: on }
  const rule = (): Effect => rules.toggleJoinToSend(m, by, chat, on)
  return { by, newest, chat, method: 'channels.toggleJoinToSend', request, rule }
}

/** Id of the supergroup that a basic group became. */
function successor(real: Real, chat: Chat): Promise<number> {
  return real.rpc.unit(async (u) => (await u.db.chats.byId(chat.id))?.migratedTo ?? 0)
}

const migrate: Kind = (m, real, draw) => {
  const { newest } = draw
  const chat = m.chats.find((one) => one.kind === 'group')
  if (!chat) return undefined
  const by = actorIn(m, chat, draw)
  let id = 0
  return {
    by,
    newest,
    chat,
    method: 'messages.migrateChat',
    request: { chatId: chat.id },
    rule: () => rules.migrate(m, by, chat, () => id),
    async learn() {
      id = await successor(real, chat)
    },
  }
}

const deleteChat: Kind = (m, real, draw) => {
  const { newest } = draw
  const chat = chatOf(m, draw)
  const by = actorIn(m, chat, draw)
  const group = chat.kind === 'group'
  return {
    by,
    newest,
    chat,
    method: group ? 'messages.deleteChat' : 'channels.deleteChannel',
    request: group ? { chatId: chat.id } : { channel: real.channel(by, chat) },
    rule: () => rules.deleteChat(m, by, chat),
  }
}

const deleteAccount: Kind = (m, _real, { whom: by, newest, able }) => {
  // Seldom: the dead do nothing more.
  if (able && by < MORTAL) return undefined
  const rule = (): Effect => rules.deleteAccount(m, by)
  return { by, newest, method: 'account.deleteAccount', request: { reason: '' }, rule }
}

/** The first of those whose account may be deleted at any time. */
const MORTAL = 5

let randomId = 1n

const say: Kind = (m, real, draw) => {
  const { whom: by, newest, link } = draw
  const chat = chatOf(m, draw)
  return {
    by,
    newest,
    chat,
    method: 'messages.sendMessage',
    request: { peer: real.peer(by, chat), message: `word ${link}`, randomId: randomId++ },
    rule: () => rules.say(m, by, chat),
    told: (answer: Fields) => {
      const id = (answer.updates as Fields[]).find((one) => one._ === 'updateMessageID')?.id
      real.said.push({ by, chat, id: id as number })
    },
  }
}

const tell: Kind = (m, real, { by, whom, newest, link }) => ({
  by,
  newest,
  method: 'messages.sendMessage',
  request: {
    peer: { ...real.user(by, whom), _: 'inputPeerUser' },
    message: `hello ${link}`,
    randomId: randomId++,
  },
  // Bots do not write first: whether they may depends on what was said before.
  ...(by < USERS && {
    rule: () => (m.accounts[whom]?.deleted ? no('INPUT_USER_DEACTIVATED') : () => undefined),
  }),
})

/** Takes back one of the messages of a chat, or tries to. */
const unsay: Kind = (m, real, draw) => {
  const { newest, n } = draw
  const said = real.said.filter((one) => one.chat === chatOf(m, draw))
  const one = said[n % said.length]
  if (!one) return undefined
  const { by, chat, id } = one
  const plan: Omit<Plan, 'method' | 'request'> = { by, newest, chat }
  if (chat.kind === 'group') {
    return { ...plan, method: 'messages.deleteMessages', request: { id: [id], revoke: true } }
  }
  const request = { channel: real.channel(by, chat), id: [id] }
  return { ...plan, method: 'channels.deleteMessages', request }
}

const read: Kind = (m, real, draw) => {
  const { whom: by, newest } = draw
  const chat = chatOf(m, draw)
  if (by >= USERS) return undefined
  if (chat.kind === 'group') {
    const request = { peer: real.peer(by, chat), maxId: 1000 }
    return { by, newest, chat, method: 'messages.readHistory', request }
  }
  const request = { channel: real.channel(by, chat), maxId: 1000 }
  return { by, newest, chat, method: 'channels.readHistory', request }
}

const exportFolder: Kind = (m, real, draw) => {
  const { newest } = draw
  const chat = chatOf(m, draw)
  const by = draw.able ? FOLDER_OWNER : draw.by
  // Who joined a folder has one that he may share on.
  if (by !== FOLDER_OWNER && m.folderGuests.has(by)) return undefined
  let id = 0
  return {
    by,
    newest,
    chat,
    method: 'chatlists.exportChatlistInvite',
    request: {
      chatlist: { _: 'inputChatlistDialogFilter', filterId: FOLDER_ID },
      title: 'Birds',
      peers: [real.peer(by, chat)],
    },
    rule: () => {
      const slugOf = (answer: unknown) =>
        /addlist\/(.+)$/.exec((answer as { invite: { url: string } }).invite.url)?.[1] ?? ''
      return rules.exportFolder(m, by, FOLDER_OWNER, chat, slugOf, () => id)
    },
    async learn() {
      id = await successor(real, chat)
    },
  }
}

/** Commands about chats, accounts and messages, and how often each is drawn. */
export const CHAT_KINDS: Readonly<Record<string, readonly [number, Kind]>> = {
  rename: [2, rename],
  toggleJoinToSend: [1, toggleJoinToSend],
  migrate: [1, migrate],
  deleteChat: [1, deleteChat],
  deleteAccount: [1, deleteAccount],
  say: [4, say],
  tell: [2, tell],
  unsay: [2, unsay],
  read: [2, read],
  exportFolder: [2, exportFolder],
}
