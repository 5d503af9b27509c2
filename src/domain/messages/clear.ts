import { rpcError } from '../../core/rpc-error.ts'
import { requireCreator, requireRight, requireVisible } from '../chats/access.ts'
import { isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, resolvePeer, standing, type InputPeer } from '../peers.ts'
import { inParts, type Rest } from '../rest.ts'
import { tellAccount } from '../updates/log.ts'
import { deleteChannelMessages, deleteMessages } from './delete.ts'
import { channelKey, historyKey } from './history.ts'
import { dropPin } from './pins.ts'
import type { Affected } from './read.ts'

/** Which part of a history goes, and for whom. */
export interface ClearOptions {
  /** Messages up to this one; 0 for all. */
  readonly maxId: number
  /** Messages of this time, in unix seconds, both included; undefined for any. */
  readonly minDate: number | undefined
  readonly maxDate: number | undefined
  /** The dialog stays in the list. */
  readonly justClear: boolean
  /** For everybody, not for the caller alone. */
  readonly revoke: boolean
}

/** How far the caller's pts moved, and how many messages are left for another call. */
export interface AffectedHistory extends Affected {
  readonly offset: number
}

/** Messages that one call deletes, so that no unit of work holds others up for long. */
const AT_ONCE = 1000

/** Largest supergroup history that is deleted for everybody: beyond it CHANNEL_TOO_BIG. */
const CHANNEL_MAX = 10_000

/**
 * Deletes the messages with a user or in a basic group from the caller's box, and with `revoke` from
 * everybody's (https://core.telegram.org/method/messages.deleteHistory). A client calls again while
 * `offset` is not 0.
 *
 * @throws PEER_ID_INVALID for a channel, which has its own method, and as `resolvePeer`
 * @throws CHAT_ADMIN_REQUIRED for revoking in a basic group by others than its creator,
 *   CHAT_REVOKE_DATE_UNSUPPORTED for doing so by date, MIN_DATE_INVALID, MAX_DATE_INVALID
 */
export async function deleteHistory(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  options: ClearOptions,
): Promise<AffectedHistory> {
  const { maxId, minDate, maxDate, revoke } = options
  const peer = await resolvePeer(u, caller, input)
  if (peer.kind === 'channel') throw rpcError('PEER_ID_INVALID', { reason: 'a channel' })
  if (minDate !== undefined && minDate <= 0) throw rpcError('MIN_DATE_INVALID')
  if (maxDate !== undefined && maxDate < (minDate ?? 1)) throw rpcError('MAX_DATE_INVALID')
  const byDate = minDate !== undefined || maxDate !== undefined
  if (peer.kind === 'chat' && revoke) {
    if (byDate) throw rpcError('CHAT_REVOKE_DATE_UNSUPPORTED')
    await requireCreator(u, caller, peer.chat)
  }
  const key = historyKey(caller.id, peer)
  const span = {
    maxId: maxId > 0 ? maxId : Number.MAX_SAFE_INTEGER,
    minDate: minDate ?? 0,
    maxDate: maxDate ?? Number.MAX_SAFE_INTEGER,
  }
  const ids = await u.db.history.idsIn(key, span, AT_ONCE)
  const affected = await deleteMessages(u, caller, ids, revoke)
  const offset = ids.length < AT_ONCE ? 0 : await u.db.history.countIn(key, span)
  if (!options.justClear && !byDate && (await u.db.history.top(key)) === undefined) {
    await dropPin(u, caller.id, key)
  }
  return { ...affected, offset }
}

/**
 * Hides the messages of a channel or supergroup from the caller, or deletes them for everybody
 * (https://core.telegram.org/method/channels.deleteHistory). Of many messages some are deleted in each of
 * several units, the oldest first.
 *
 * @param maxId messages up to this one; 0 for all
 * @returns what is left to do
 * @throws CHANNEL_INVALID, CHANNEL_PRIVATE, CHANNEL_PARICIPANT_MISSING for somebody who is not in it
 * @throws CHAT_ADMIN_REQUIRED without the right to delete, CHANNEL_TOO_BIG: for everybody
 */
export async function deleteChannelHistory(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  maxId: number,
  forEveryone: boolean,
): Promise<Rest | undefined> {
  const chat = await resolveChannel(u, caller, input)
  await requireVisible(u, caller, chat)
  if (!isPresent(await standing(u, chat, caller.id))) throw rpcError('CHANNEL_PARICIPANT_MISSING')
  const key = channelKey(chat.id)
  const upTo = maxId > 0 ? Math.min(maxId, chat.lastMessageId) : chat.lastMessageId
  if (forEveryone) {
    await requireRight(u, caller, chat, 'deleteMessages')
    const span = { maxId: upTo, minDate: 0, maxDate: Number.MAX_SAFE_INTEGER }
    const ids = await u.db.history.idsIn(key, span, CHANNEL_MAX + 1)
    if (ids.length > CHANNEL_MAX) throw rpcError('CHANNEL_TOO_BIG')
    // Each part is as a call by itself: who lost the right meanwhile deletes no more.
    return inParts(ids, AT_ONCE, (unit, some) => deleteChannelMessages(unit, caller, input, some))(
      u,
    )
  }
  if (!(await u.db.messages.raiseRead(caller.id, 'channel', chat.id, 'clearedTo', upTo)))
    return undefined
  await u.db.messages.raiseRead(caller.id, 'channel', chat.id, 'readInbox', upTo)
  await tellAccount(u, caller.id, { kind: 'channelCleared', channelId: chat.id, upTo }, 0)
  return undefined
}
