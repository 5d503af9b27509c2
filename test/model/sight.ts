import type { Device, Fields, Told } from './device.ts'
import { channelOf, nameOf, textOf, updatesOf } from './hearing.ts'
import { hasRight, isAdmin, isIn, RIGHTS, standing, type Chat, type Model } from './state.ts'
import { NEWEST, type Real } from './world.ts'

/** Who was in which chat, and which links there were, before a command. */
export interface Before {
  readonly present: ReadonlyMap<number, ReadonlySet<number>>
  readonly creators: ReadonlyMap<number, number>
  /** Every link there ever was, with the account that made it and its chat. */
  readonly links: ReadonlyMap<string, { readonly admin: number; readonly chat: number }>
}

const USER_FIELDS =
  /^(?:userId|adminId|inviterId|actorId|kickedBy|promotedBy|approvedBy|botId|newCreatorId)$/

/** Throws where a device was told of somebody or something that is not its account's business. */
export function checkSight(real: Real, m: Model, before: Before, device: Device, told: Told): void {
  const { account } = device
  const fail = (what: string): never => {
    throw new Error(
      `${nameOf(device)} ${told.by} ${told.method ?? ''}: ${what}: ${textOf(told.object)}`,
    )
  }
  checkSecrets(real, m, before, account, told, fail)
  for (const chat of (told.object.chats as Fields[] | undefined) ?? []) {
    checkChatObject(m, account, chat, fail)
  }
  for (const update of updatesOf(told)) checkUpdate(real, m, before, account, told, update, fail)
  if (told.object._ === 'updates') checkComplete(device.layer, told, fail)
}

type Fail = (what: string) => never

/** Links of others and phone numbers. */
function checkSecrets(
  real: Real,
  m: Model,
  before: Before,
  account: number,
  told: Told,
  fail: Fail,
): void {
  const text = textOf(told.object)
  for (const [hash, { admin, chat }] of before.links) {
    if (admin === account || !text.includes(hash)) continue
    const owner = before.creators.get(chat) === account || m.chats[chat]?.creator === account
    if (told.by === 'push' || !owner) fail(`shows the link ${hash} of ${admin}`)
  }
  real.accounts.forEach(({ row }, n) => {
    if (n !== account && row.phone !== null && text.includes(row.phone)) fail(`shows a phone`)
  })
}

/** A chat as somebody sees it: closed where he is banned, unknown where he never came near. */
function checkChatObject(m: Model, account: number, object: Fields, fail: Fail): void {
  const chat = m.chats.find(({ id }) => id === object.id)
  if (!chat) return fail(`shows an unknown chat ${String(object.id)}`)
  const own = standing(m, chat, account)
  const forbidden = object._ === 'chatForbidden' || object._ === 'channelForbidden'
  const gone = chat.deleted && !chat.movedTo
  const expected = gone || own?.status === 'banned' || (chat.kind === 'group' && !own)
  if (forbidden !== expected) fail(`shows chat ${chat.n} as ${object._}`)
  if (forbidden) return
  // Who sees a discussion group sees whose it is.
  const knows = chat.knownTo.has(account) || chat.linked?.knownTo.has(account)
  if (!knows) fail(`shows chat ${chat.n}, of which he can't know`)
  if ((object.left === true) === isIn(own)) fail(`chat ${chat.n} has the wrong left`)
  if ((object.creator === true) !== (chat.creator === account)) fail(`wrong creator`)
  if ((object.adminRights !== undefined) !== isAdmin(own)) fail(`wrong adminRights`)
}

function checkUpdate(
  real: Real,
  m: Model,
  before: Before,
  account: number,
  told: Told,
  update: Fields,
  fail: Fail,
): void {
  const find = (id: unknown) => m.chats.find((chat) => chat.id === id)
  const inNow = (chat: Chat | undefined) => chat !== undefined && isIn(chat.members.get(account))
  const wasIn = (chat: Chat | undefined) =>
    chat !== undefined && (before.present.get(chat.n)?.has(account) ?? false)
  const about = textOf(update)
  const channel = channelOf(update)
  if (channel !== undefined && told.by === 'push' && !inNow(find(channel))) {
    fail(`hears of a message in a channel that he is not in: ${about}`)
  }
  if (update._ === 'updateNewMessage') {
    const { peerId } = update.message as { peerId: { chatId?: number } }
    const chat = peerId.chatId === undefined ? undefined : find(peerId.chatId)
    if (chat && !inNow(chat) && !wasIn(chat)) fail(`a message of a group that he was not in`)
  }
  if (update._ === 'updatePendingJoinRequests') {
    const { chatId, channelId } = update.peer as { chatId?: number; channelId?: number }
    const chat = find(chatId ?? channelId)
    if (!chat || !hasRight(standing(m, chat, account), RIGHTS.invite)) fail(`hears of requests`)
    else checkPending(real, chat, update, fail)
  }
  if (update._ === 'updateBotChatInviteRequester') {
    const { chatId, channelId } = update.peer as { chatId?: number; channelId?: number }
    const chat = find(chatId ?? channelId)
    if (!chat || !hasRight(chat.members.get(account), RIGHTS.invite)) fail(`hears of a request`)
  }
  if (update._ === 'updateChatParticipant' || update._ === 'updateChannelParticipant') {
    const chat = find(update.chatId ?? update.channelId)
    const itself = update.userId === real.accounts[account]?.id
    if (!m.accounts[account]?.isBot || !chat) fail(`hears of a participant`)
    else if (!itself && !isAdmin(chat.members.get(account))) fail(`hears of a participant`)
  }
  if (update._ === 'updateChatParticipants') {
    const list = update.participants as Fields
    const chat = find(list.chatId)
    const shown = list._ === 'chatParticipants'
    if (shown !== inNow(chat)) fail(`sees the members as ${list._}`)
    const count = (list.participants as unknown[] | undefined)?.length
    const members = [...(chat?.members.values() ?? [])].filter(isIn).length
    if (shown && count !== members) fail(`sees ${count ?? 0} members, there are ${members}`)
  }
}

function checkPending(real: Real, chat: Chat, update: Fields, fail: Fail): void {
  const asking = [...chat.requests.keys()].map((n) => real.accounts[n]?.id)
  const recent = update.recentRequesters as number[]
  if (update.requestsPending !== asking.length) fail(`${asking.length} ask to join`)
  if (recent.length !== Math.min(asking.length, 3)) fail(`names ${recent.length} requesters`)
  if (recent.some((id) => !asking.includes(id))) fail(`names somebody who does not ask`)
}

/** Everybody whom updates name stands beside them, and nobody else; of a join's chats only the one. */
function checkComplete(layer: number, told: Told, fail: Fail): void {
  // What an old layer can't say may have named somebody.
  const all = layer === NEWEST
  const users = new Set<number>()
  const chats = new Set<number>()
  const walk = (value: unknown, key: string): void => {
    if (Array.isArray(value)) {
      for (const one of value) {
        if (typeof one === 'number' && /^(?:users|recentRequesters)$/.test(key)) users.add(one)
        else walk(one, key)
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, one] of Object.entries(value)) walk(one, name)
    } else if (typeof value === 'number') {
      if (USER_FIELDS.test(key)) users.add(value)
      if (key === 'channelId' || key === 'chatId') chats.add(value)
    }
  }
  walk(told.object.updates, '')
  const ids = (name: 'users' | 'chats') => (told.object[name] as { id: number }[]).map((o) => o.id)
  for (const id of users) if (!ids('users').includes(id)) fail(`lacks user ${id}`)
  for (const id of ids('users')) if (all && !users.has(id)) fail(`user ${id} is named nowhere`)
  const join = /importChatInvite|joinChannel$/.test(told.method ?? '')
  if (join) {
    if (ids('chats').length !== 1) fail(`a join has exactly one chat`)
    return
  }
  for (const id of chats) if (!ids('chats').includes(id)) fail(`lacks chat ${id}`)
  for (const id of ids('chats')) if (all && !chats.has(id)) fail(`chat ${id} is named nowhere`)
}
