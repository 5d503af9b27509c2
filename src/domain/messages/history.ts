import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { HistoryKey, SearchTerms } from '../../store/tables/history.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import { requireVisible } from '../chats/access.ts'
import { isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, resolvePeer, standing, type InputPeer, type Peer } from '../peers.ts'

/**
 * Which part of a list of messages, newest first.
 *
 * Source: https://core.telegram.org/api/offsets
 */
export interface Page {
  /** Messages older than this one; 0 for the newest. */
  readonly offsetId: number
  /** Messages older than this time, where `offsetId` is 0; 0 for the newest. */
  readonly offsetDate: number
  /** Places to go on from there; negative ones reach newer messages, the offset's own first. */
  readonly addOffset: number
  /** 0 is Telegram's own choice. */
  readonly limit: number
  /** Exclusive bounds that are applied to the page; 0 for none. */
  readonly maxId: number
  readonly minId: number
}

/** Part of a list of messages. */
export interface MessageList {
  readonly rows: readonly MessageRow[]
  /** How many there are in all. */
  readonly count: number
  /** Whose own numbering they have; undefined for the caller's box. */
  readonly channel: ChatRow | undefined
}

/** A message by its id, or by the id of one that answers it. */
export interface MessageRef {
  readonly by: 'id' | 'replyOf'
  readonly id: number
}

/** Messages that were asked for one by one, in that order; what is not there is named by its id. */
export interface FoundMessages {
  readonly found: readonly (MessageRow | number)[]
  readonly channel: ChatRow | undefined
}

/** Most messages of one answer, and what a limit of 0 means. */
const LIMIT_MAX = 100
const LIMIT_DEFAULT = 20

/** How far a negative offset may reach. */
const NEWER_MAX = 1000

const NEWEST = Number.MAX_SAFE_INTEGER

/**
 * Messages with one peer (https://core.telegram.org/method/messages.getHistory).
 *
 * @throws as `resolvePeer`; CHANNEL_PRIVATE for a channel that the caller may not see
 */
export async function listHistory(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  page: Page,
): Promise<MessageList> {
  const peer = await requireReadable(u, caller, input)
  const key = await readableKey(u, caller, peer)
  const { history } = u.db
  const anchor = await anchorOf(u, key, page)
  const rows = await cutPage(
    page,
    anchor,
    (limit) => history.from(key, anchor, limit),
    (limit, skip) => history.before(key, anchor, limit, skip),
  )
  return {
    rows: within(rows, page),
    count: await history.count(key),
    channel: peer.kind === 'channel' ? peer.chat : undefined,
  }
}

/** What messages.search asks for. */
export interface SearchQuery extends Omit<SearchTerms, 'fromId'> {
  readonly from: InputPeer | undefined
  /** Only messages with media of some kind. There are none here. */
  readonly media?: boolean
}

/**
 * Texts with one peer that match (https://core.telegram.org/method/messages.search).
 *
 * @throws as `listHistory`
 */
export async function searchTexts(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  terms: SearchQuery,
  page: Page,
): Promise<MessageList> {
  const peer = await requireReadable(u, caller, input)
  const key = await readableKey(u, caller, peer)
  const from = terms.from && (await resolvePeer(u, caller, terms.from))
  const channel = peer.kind === 'channel' ? peer.chat : undefined
  if (terms.media) return { rows: [], count: 0, channel }
  const wanted = { ...terms, fromId: from && (from.kind === 'user' ? from.user.id : from.chat.id) }
  const anchor = await anchorOf(u, key, page)
  const rows = await u.db.history.search(
    key,
    wanted,
    anchor,
    limitOf(page),
    Math.max(page.addOffset, 0),
  )
  return {
    rows: within(rows, page),
    count: await u.db.history.searchCount(key, wanted),
    channel,
  }
}

/**
 * Messages of a channel by their ids (https://core.telegram.org/method/channels.getMessages).
 *
 * @throws MESSAGE_IDS_EMPTY, CHANNEL_INVALID, CHANNEL_PRIVATE
 */
export async function findInChannel(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  refs: readonly MessageRef[],
): Promise<FoundMessages> {
  const chat = await resolveChannel(u, caller, input)
  await requireVisible(u, caller, chat)
  if (refs.length === 0) throw rpcError('MESSAGE_IDS_EMPTY')
  const hidden = await hiddenUpTo(u, caller.id, chat)
  return { found: await findAll(u, 'channel', chat.id, refs, hidden), channel: chat }
}

/** Messages of the caller's own box by their ids (https://core.telegram.org/method/messages.getMessages). */
export async function findOwn(
  u: Unit,
  caller: Caller,
  refs: readonly MessageRef[],
): Promise<FoundMessages> {
  return { found: await findAll(u, 'account', caller.id, refs), channel: undefined }
}

/** The newest messages of a channel that an account may read, newest first. */
export async function newestInChannel(
  u: Unit,
  accountId: number,
  chat: ChatRow,
  limit: number,
): Promise<MessageRow[]> {
  const key = channelKey(chat.id, await hiddenUpTo(u, accountId, chat))
  return u.db.history.before(key, NEWEST, limitOf({ limit }))
}

/** A peer with whom the caller may read messages. @throws as `resolvePeer`; CHANNEL_PRIVATE */
export async function requireReadable(u: Unit, caller: Caller, input: InputPeer): Promise<Peer> {
  const peer = await resolvePeer(u, caller, input)
  if (peer.kind === 'channel') await requireVisible(u, caller, peer.chat)
  return peer
}

/** Where an account's messages with a peer lie. */
export function historyKey(accountId: number, peer: Peer): HistoryKey {
  switch (peer.kind) {
    case 'user':
      return { boxKind: 'account', boxId: accountId, peerKind: 'user', peerId: peer.user.id }
    case 'chat':
      return { boxKind: 'account', boxId: accountId, peerKind: 'chat', peerId: peer.chat.id }
    case 'channel':
      return channelKey(peer.chat.id)
  }
}

/** Where a channel's messages lie. */
export function channelKey(channelId: number, clearedTo = 0): HistoryKey {
  return { boxKind: 'channel', boxId: channelId, peerKind: 'channel', peerId: channelId, clearedTo }
}

/** Above every message id. */
export const EVERY_MESSAGE = Number.MAX_SAFE_INTEGER

/**
 * Up to which message a channel's are hidden from an account: what it cleared for itself, and of a
 * channel's direct messages every one from whoever does not manage them. On Telegram such an account
 * reads its own conversation with the channel; here nobody can write one.
 *
 * Source: https://core.telegram.org/api/monoforum
 */
export async function hiddenUpTo(u: Unit, accountId: number, chat: ChatRow): Promise<number> {
  if (chat.kind === 'monoforum' && !isPresent(await standing(u, chat, accountId))) {
    return EVERY_MESSAGE
  }
  return (await u.db.messages.dialog(accountId, 'channel', chat.id))?.clearedTo ?? 0
}

async function readableKey(u: Unit, caller: Caller, peer: Peer): Promise<HistoryKey> {
  const key = historyKey(caller.id, peer)
  if (peer.kind !== 'channel') return key
  return { ...key, clearedTo: await hiddenUpTo(u, caller.id, peer.chat) }
}

/**
 * The part of a list, newest first, that a page means: `limit` places from the anchor's place plus
 * `addOffset`. Places before the beginning count, but hold nothing.
 */
async function cutPage(
  page: Page,
  anchor: number,
  newer: (limit: number) => Promise<MessageRow[]>,
  older: (limit: number, skip: number) => Promise<MessageRow[]>,
): Promise<MessageRow[]> {
  const limit = limitOf(page)
  if (page.addOffset >= 0) return older(limit, page.addOffset)
  const back = Math.min(-page.addOffset, NEWER_MAX)
  const above = anchor === NEWEST ? [] : (await newer(back)).reverse()
  const below = back < limit ? await older(limit - back, 0) : []
  return [...above, ...below].slice(0, Math.max(limit - (back - above.length), 0))
}

async function anchorOf(u: Unit, key: HistoryKey, page: Page): Promise<number> {
  if (page.offsetId > 0) return page.offsetId
  return page.offsetDate > 0 ? (await u.db.history.idBefore(key, page.offsetDate)) + 1 : NEWEST
}

function limitOf({ limit }: Pick<Page, 'limit'>): number {
  return limit <= 0 ? LIMIT_DEFAULT : Math.min(limit, LIMIT_MAX)
}

function within(rows: readonly MessageRow[], { maxId, minId }: Page): MessageRow[] {
  return rows.filter((row) => (maxId <= 0 || row.id < maxId) && row.id > minId)
}

async function findAll(
  u: Unit,
  box: 'account' | 'channel',
  boxId: number,
  refs: readonly MessageRef[],
  hidden = 0,
): Promise<(MessageRow | number)[]> {
  const find = (id: number) =>
    id > hidden ? u.db.messages.find(box, boxId, id) : Promise.resolve(undefined)
  const found: (MessageRow | number)[] = []
  for (const { by, id } of refs.slice(0, LIMIT_MAX)) {
    const row = await find(id)
    const wanted = by === 'id' ? id : (row?.replyToId ?? 0)
    found.push((by === 'id' ? row : await find(wanted)) ?? wanted)
  }
  return found
}
