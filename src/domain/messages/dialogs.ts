import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { DialogRow, MessageRow, PeerKind } from '../../store/tables/messages.ts'
import { isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import { channelKey, historyKey, requireReadable } from './history.ts'

/** A conversation as one account has it. */
export interface Dialog {
  readonly peerKind: PeerKind
  readonly peerId: number
  /** The newest message, undefined where there is none. */
  readonly top: MessageRow | undefined
  readonly readInbox: number
  readonly readOutbox: number
  readonly unread: number
  /** Of a channel: where its sequence stands. */
  readonly channelPts: number | undefined
}

/** Which part of the list of dialogs: those after the one with this top message. */
export interface DialogPage {
  readonly offsetDate: number
  readonly offsetId: number
  readonly offsetPeer: InputPeer
  readonly limit: number
}

/** Most dialogs of one answer. */
const LIMIT_MAX = 100

interface Place {
  readonly peerKind: PeerKind
  readonly peerId: number
  readonly date: number
  readonly topId: number
}

/**
 * The account's dialogs, the one with the newest message first: private chats and basic groups by the
 * account's own box, channels by membership and the channel's own messages
 * (https://core.telegram.org/method/messages.getDialogs).
 */
export async function listDialogs(
  u: Unit,
  caller: Caller,
  page: DialogPage,
): Promise<{ dialogs: Dialog[]; count: number }> {
  const places = (await allPlaces(u, caller)).sort(inOrder)
  const after = placeAfter(caller, places, page)
  const limit = Math.min(Math.max(page.limit, 0), LIMIT_MAX)
  const dialogs: Dialog[] = []
  for (const { peerKind, peerId } of places.slice(after, after + limit)) {
    dialogs.push(await dialogAt(u, caller.id, peerKind, peerId))
  }
  return { dialogs, count: places.length }
}

/** The dialog with a peer, also where nothing was ever said. @throws as `requireReadable` */
export async function dialogWith(u: Unit, caller: Caller, input: InputPeer): Promise<Dialog> {
  const peer = await requireReadable(u, caller, input)
  const { peerKind, peerId } = historyKey(caller.id, peer)
  return dialogAt(u, caller.id, peerKind, peerId)
}

/** A channel's dialog as the account has it. */
export async function channelDialog(u: Unit, accountId: number, chat: ChatRow): Promise<Dialog> {
  const row = await u.db.messages.dialog(accountId, 'channel', chat.id)
  const member = await u.db.members.find(chat.id, accountId)
  const key = channelKey(chat.id)
  const top = await u.db.history.top(key)
  const readInbox = row?.readInbox ?? (await readAtJoin(u, chat, member, top))
  return {
    peerKind: 'channel',
    peerId: chat.id,
    top,
    readInbox,
    readOutbox: row?.readOutbox ?? 0,
    unread: isPresent(member) ? await u.db.history.unread(key, readInbox, accountId) : 0,
    channelPts: chat.pts,
  }
}

/** Unread messages of an account's private chats and basic groups (`updates.state.unread_count`). */
export async function unreadCount(u: Unit, caller: Caller): Promise<number> {
  return caller.isBot ? 0 : u.db.history.unreadOf(caller.id)
}

async function dialogAt(
  u: Unit,
  accountId: number,
  peerKind: PeerKind,
  peerId: number,
): Promise<Dialog> {
  if (peerKind === 'channel') {
    const chat = await u.db.chats.byId(peerId)
    if (!chat) throw new Error(`no channel ${peerId}`)
    return channelDialog(u, accountId, chat)
  }
  const key = { boxKind: 'account' as const, boxId: accountId, peerKind, peerId }
  const row = await u.db.messages.dialog(accountId, peerKind, peerId)
  const readInbox = row?.readInbox ?? 0
  return {
    peerKind,
    peerId,
    top: await u.db.history.top(key),
    readInbox,
    readOutbox: row?.readOutbox ?? 0,
    unread: await u.db.history.unread(key, readInbox, accountId),
    channelPts: undefined,
  }
}

/** Whoever is new in a channel has read what was said before; whoever is not in it, everything. */
async function readAtJoin(
  u: Unit,
  chat: ChatRow,
  member: MemberRow | undefined,
  top: MessageRow | undefined,
): Promise<number> {
  if (!isPresent(member)) return top?.id ?? 0
  return u.db.history.idBefore(channelKey(chat.id), member.date)
}

/** Every dialog that has a message. */
async function allPlaces(u: Unit, caller: Caller): Promise<Place[]> {
  const own: DialogRow[] = await u.db.messages.dialogsOf(caller.id)
  const places = own
    .filter((row) => row.peerKind !== 'channel' && row.topMessage > 0)
    .map(({ peerKind, peerId, topDate, topMessage }) => {
      return { peerKind, peerId, date: topDate, topId: topMessage }
    })
  const standings = await u.db.members.chatsOf(caller.id)
  for (const chat of await u.db.chats.byIds(standings.map((member) => member.chatId))) {
    if (chat.kind === 'group' || chat.deleted) continue
    const top = await u.db.history.top(channelKey(chat.id))
    if (!top) continue
    places.push({ peerKind: 'channel', peerId: chat.id, date: top.date, topId: top.id })
  }
  return places
}

function inOrder(a: Place, b: Place): number {
  return b.date - a.date || b.topId - a.topId || b.peerId - a.peerId
}

/** Where the page begins: after the place that the offset names, whether or not it is still there. */
function placeAfter(
  caller: Caller,
  places: readonly Place[],
  { offsetDate, offsetId, offsetPeer }: DialogPage,
): number {
  const key = offsetKey(caller, offsetPeer)
  if (offsetDate <= 0 && key === undefined) return 0
  if (offsetDate <= 0) {
    return places.findIndex((at) => at.peerKind === key?.peerKind && at.peerId === key.peerId) + 1
  }
  const offset = {
    peerKind: 'user' as const,
    peerId: key?.peerId ?? 0,
    date: offsetDate,
    topId: offsetId > 0 ? offsetId : Number.MAX_SAFE_INTEGER,
  }
  const index = places.findIndex((place) => inOrder(place, offset) > 0)
  return index < 0 ? places.length : index
}

/**
 * Which dialog an offset names. It is a place in the caller's own list and nothing more, so that its
 * access hash proves nothing: TDLib's is 0 for every channel.
 */
function offsetKey(
  caller: Caller,
  input: InputPeer,
): Pick<Place, 'peerKind' | 'peerId'> | undefined {
  switch (input.kind) {
    case 'empty':
      return undefined
    case 'self':
      return { peerKind: 'user', peerId: caller.id }
    case 'user':
    case 'userFromMessage':
      return { peerKind: 'user', peerId: input.userId }
    case 'chat':
      return { peerKind: 'chat', peerId: input.chatId }
    case 'channel':
    case 'channelFromMessage':
      return { peerKind: 'channel', peerId: input.channelId }
  }
}
