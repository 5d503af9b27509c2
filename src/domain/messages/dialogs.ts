import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { DialogRow, MessageRow, PeerKind } from '../../store/tables/messages.ts'
import { isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import { channelKey, hiddenUpTo, historyKey, requireReadable } from './history.ts'

/** A conversation as one account has it. */
export interface Dialog {
  readonly peerKind: PeerKind
  readonly peerId: number
  /** The newest message, undefined where there is none. */
  readonly top: MessageRow | undefined
  readonly readInbox: number
  readonly readOutbox: number
  readonly unread: number
  /** It stands above the dialogs that are not pinned. */
  readonly pinned: boolean
  /** The account keeps it marked as unread. */
  readonly unreadMark: boolean
  /** Of a channel: where its sequence stands. */
  readonly channelPts: number | undefined
}

/** Which part of the list of dialogs: those after the one with this top message. */
export interface DialogPage {
  readonly offsetDate: number
  readonly offsetId: number
  readonly offsetPeer: InputPeer
  readonly limit: number
  /** The pinned ones are left out. */
  readonly excludePinned?: boolean
}

/** Most dialogs of one answer. */
const LIMIT_MAX = 100

/** Where a dialog stands in an account's list. */
export interface Place {
  readonly peerKind: PeerKind
  readonly peerId: number
  readonly date: number
  readonly topId: number
  /** Among the pinned ones, the highest first; 0 is not pinned. */
  readonly pinned: number
}

/**
 * The account's dialogs, the pinned ones and then the one with the newest message first: private chats and basic groups by the
 * account's own box, channels by membership and the channel's own messages
 * (https://core.telegram.org/method/messages.getDialogs).
 */
export async function listDialogs(
  u: Unit,
  caller: Caller,
  page: DialogPage,
): Promise<{ dialogs: Dialog[]; count: number }> {
  const places = (await dialogPlaces(u, caller))
    .filter((place) => !page.excludePinned || place.pinned === 0)
    .sort(inOrder)
  const after = placeAfter(caller, places, page)
  const limit = Math.min(Math.max(page.limit, 0), LIMIT_MAX)
  const dialogs: Dialog[] = []
  for (const place of places.slice(after, after + limit)) {
    dialogs.push(await listedDialog(u, caller, place))
  }
  return { dialogs, count: places.length }
}

/** The dialog with a peer, also where nothing was ever said. @throws as `requireReadable` */
export async function dialogWith(u: Unit, caller: Caller, input: InputPeer): Promise<Dialog> {
  const peer = await requireReadable(u, caller, input)
  const { peerKind, peerId } = historyKey(caller.id, peer)
  return dialogAt(u, caller.id, peerKind, peerId)
}

/** A dialog that stands in the account's list. */
export function listedDialog(
  u: Unit,
  caller: Caller,
  { peerKind, peerId }: Pick<DialogRow, 'peerKind' | 'peerId'>,
): Promise<Dialog> {
  return dialogAt(u, caller.id, peerKind, peerId)
}

/** A channel's dialog as the account has it. */
export async function channelDialog(u: Unit, accountId: number, chat: ChatRow): Promise<Dialog> {
  const row = await u.db.messages.dialog(accountId, 'channel', chat.id)
  const member = await u.db.members.find(chat.id, accountId)
  const key = channelKey(chat.id, await hiddenUpTo(u, accountId, chat))
  const top = await u.db.history.top(key)
  const readInbox = row?.readInbox ?? (await readAtJoin(u, chat, member, top))
  return {
    peerKind: 'channel',
    peerId: chat.id,
    top,
    readInbox,
    readOutbox: row?.readOutbox ?? 0,
    unread: isPresent(member) ? await u.db.history.unread(key, readInbox, accountId) : 0,
    ...marksOf(row),
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
    ...marksOf(row),
    channelPts: undefined,
  }
}

function marksOf(row: DialogRow | undefined): Pick<Dialog, 'pinned' | 'unreadMark'> {
  return { pinned: (row?.pinned ?? 0) > 0, unreadMark: row?.unreadMark === 1 }
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

/** Every dialog of the account that has a message, in no certain order. */
export async function dialogPlaces(u: Unit, caller: Caller): Promise<Place[]> {
  const own: DialogRow[] = await u.db.messages.dialogsOf(caller.id)
  const places = own
    .filter((row) => row.peerKind !== 'channel' && row.topMessage > 0)
    .map(({ peerKind, peerId, topDate, topMessage, pinned }): Place => {
      return { peerKind, peerId, date: topDate, topId: topMessage, pinned }
    })
  const rows = new Map(own.map((row) => [row.peerKind === 'channel' ? row.peerId : 0, row]))
  const standings = await u.db.members.chatsOf(caller.id)
  for (const chat of await u.db.chats.byIds(standings.map((member) => member.chatId))) {
    if (chat.kind === 'group' || chat.deleted) continue
    const { clearedTo = 0, pinned = 0 } = rows.get(chat.id) ?? {}
    const top = await u.db.history.top(channelKey(chat.id, clearedTo))
    if (!top) continue
    places.push({ peerKind: 'channel', peerId: chat.id, date: top.date, topId: top.id, pinned })
  }
  return places
}

function inOrder(a: Place, b: Place): number {
  return b.pinned - a.pinned || b.date - a.date || b.topId - a.topId || byDialogId(a, b)
}

const KINDS: Record<PeerKind, number> = { user: 0, chat: 1, channel: 2 }

/**
 * By the id that clients have for a dialog, the highest first; those of groups and channels are negative.
 * TDLib logs an error and asks for the same page again and again where dialogs of one second stand in any
 * other order.
 */
function byDialogId(a: Place, b: Place): number {
  const ids = a.peerKind === 'user' ? b.peerId - a.peerId : a.peerId - b.peerId
  return KINDS[a.peerKind] - KINDS[b.peerKind] || ids
}

/** Where the page begins: after the place that the offset names, whether or not it is still there. */
function placeAfter(
  caller: Caller,
  places: readonly Place[],
  { offsetDate, offsetId, offsetPeer }: DialogPage,
): number {
  const key = offsetKey(caller, offsetPeer)
  if (offsetDate <= 0 && key === undefined) return 0
  const named = places.findIndex((at) => at.peerKind === key?.peerKind && at.peerId === key.peerId)
  // Pinned dialogs stand by no date, so that only their name tells where one is.
  if (offsetDate <= 0 || (places[named]?.pinned ?? 0) > 0) return named + 1
  const offset = {
    // Without a name, after every dialog with that top message.
    peerKind: key?.peerKind ?? ('channel' as const),
    peerId: key?.peerId ?? Number.MAX_SAFE_INTEGER,
    date: offsetDate,
    topId: offsetId > 0 ? offsetId : Number.MAX_SAFE_INTEGER,
    pinned: 0,
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
