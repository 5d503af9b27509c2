import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { HistoryKey } from '../../store/tables/history.ts'
import { requireVisible } from '../chats/access.ts'
import { isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, resolvePeer, standing, type InputPeer } from '../peers.ts'
import { tellAccount } from '../updates/log.ts'
import { channelDialog } from './dialogs.ts'
import { channelKey, historyKey } from './history.ts'
import { isBot } from './privacy.ts'
import { unmarkUnread } from './unread-marks.ts'

/** How far a call moved the caller's pts (messages.affectedMessages). */
export interface Affected {
  readonly pts: number
  readonly ptsCount: number
}

/** Of this many newly read messages the authors hear that they were read; the older ones stay silent. */
const AUTHORS_RANGE = 1000

/**
 * Marks messages with a user or in a basic group as read, and tells their authors
 * (https://core.telegram.org/method/messages.readHistory).
 *
 * @param maxId the newest message that was read, 0 for all
 * @throws PEER_ID_INVALID for a channel, which has its own method, and as `resolvePeer`
 */
export async function readHistory(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  maxId: number,
): Promise<Affected> {
  const peer = await resolvePeer(u, caller, input)
  if (peer.kind === 'channel') throw rpcError('PEER_ID_INVALID', { reason: 'a channel' })
  const key = historyKey(caller.id, peer)
  const { peerKind, peerId } = key
  await unmarkUnread(u, caller.id, key)
  const top = await u.db.history.top(key)
  const before = (await u.db.messages.dialog(caller.id, peerKind, peerId))?.readInbox ?? 0
  const upTo = top ? bounded(maxId, top.id) : 0
  if (upTo <= before) return { pts: await u.db.users.addPts(caller.id, 0), ptsCount: 0 }
  await u.db.messages.raiseRead(caller.id, peerKind, peerId, 'readInbox', upTo)
  const stillUnread = await u.db.history.unread(key, upTo, caller.id)
  const { pts } = await tellAccount(
    u,
    caller.id,
    { kind: 'readInbox', peerKind, peerId, maxId: upTo, stillUnread },
    1,
  )
  for (const { authorId, id } of await authorsOf(u, caller, key, before, upTo)) {
    await tellAuthor(u, caller, key, authorId, id)
  }
  return { pts, ptsCount: 1 }
}

/**
 * Marks a channel's messages as read, and tells their authors in a supergroup
 * (https://core.telegram.org/method/channels.readHistory). Nothing happens for somebody who is not in it.
 *
 * @param maxId the newest message that was read, 0 for all
 * @throws CHANNEL_INVALID, CHANNEL_PRIVATE
 */
export async function readChannel(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  maxId: number,
): Promise<void> {
  const chat = await resolveChannel(u, caller, input)
  await requireVisible(u, caller, chat)
  if (!isPresent(await standing(u, chat, caller.id))) return
  await unmarkUnread(u, caller.id, { peerKind: 'channel', peerId: chat.id })
  const { readInbox: before, top } = await channelDialog(u, caller.id, chat)
  const upTo = top ? bounded(maxId, top.id) : 0
  if (upTo <= before) return
  const key = channelKey(chat.id)
  await u.db.messages.raiseRead(caller.id, 'channel', chat.id, 'readInbox', upTo)
  const stillUnread = await u.db.history.unread(key, upTo, caller.id)
  const channelPts = chat.pts
  await tellAccount(
    u,
    caller.id,
    {
      kind: 'readInbox',
      peerKind: 'channel',
      peerId: chat.id,
      maxId: upTo,
      stillUnread,
      channelPts,
    },
    0,
  )
  if (chat.kind === 'supergroup') await tellAuthors(u, caller, chat, before, upTo)
}

async function tellAuthors(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  before: number,
  upTo: number,
): Promise<void> {
  for (const { authorId, id } of await authorsOf(u, caller, channelKey(chat.id), before, upTo)) {
    if (!(await u.db.messages.raiseRead(authorId, 'channel', chat.id, 'readOutbox', id))) continue
    const update = { kind: 'readOutbox', peerKind: 'channel', peerId: chat.id, maxId: id } as const
    await tellAccount(u, authorId, update, 0)
  }
}

/** Tells the author of a message in the caller's box that it was read, in the author's own numbers. */
async function tellAuthor(
  u: Unit,
  caller: Caller,
  { peerKind, peerId }: HistoryKey,
  authorId: number,
  id: number,
): Promise<void> {
  const read = await u.db.messages.find('account', caller.id, id)
  const copies = read ? await u.db.messages.copies(read.uid) : []
  const his = copies.find((copy) => copy.boxId === authorId)
  if (!his) return
  const from = peerKind === 'user' ? caller.id : peerId
  if (!(await u.db.messages.raiseRead(authorId, peerKind, from, 'readOutbox', his.id))) return
  await tellAccount(u, authorId, { kind: 'readOutbox', peerKind, peerId: from, maxId: his.id }, 1)
}

/** People, not bots, whose messages were read now, with the newest of each. */
async function authorsOf(
  u: Unit,
  caller: Caller,
  key: HistoryKey,
  before: number,
  upTo: number,
): Promise<{ authorId: number; id: number }[]> {
  const from = Math.max(before, upTo - AUTHORS_RANGE)
  const authors: { authorId: number; id: number }[] = []
  for (const author of await u.db.history.newestByAuthor(key, from, upTo)) {
    if (author.authorId === caller.id || (await isBot(u, author.authorId))) continue
    authors.push(author)
  }
  return authors
}

function bounded(maxId: number, top: number): number {
  return maxId > 0 ? Math.min(maxId, top) : top
}
