import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import { requireMember } from '../chats/access.ts'
import { hasAdminRight } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, type InputPeer } from '../peers.ts'
import { tellAccount, tellChannel } from '../updates/log.ts'
import type { Affected } from './read.ts'

/** Ids in one update, so that no update grows without bound. */
const AT_ONCE = 100

/**
 * Deletes messages of private chats and basic groups from the caller's box, and with `revoke` from
 * everybody's (https://core.telegram.org/method/messages.deleteMessages). Unknown ids are passed over.
 *
 * @throws MESSAGE_DELETE_FORBIDDEN for revoking others' messages in a basic group without the right
 */
export async function deleteMessages(
  u: Unit,
  caller: Caller,
  ids: readonly number[],
  revoke: boolean,
): Promise<Affected> {
  const gone = new Map<number, MessageRow[]>()
  const take = (row: MessageRow): void => {
    const rows = gone.get(row.boxId)
    if (rows) rows.push(row)
    else gone.set(row.boxId, [row])
  }
  for (const row of await rowsOf(u, 'account', caller.id, ids)) {
    if (!revoke) {
      take(row)
      continue
    }
    await checkRevoke(u, caller, row)
    for (const copy of await u.db.messages.copies(row.uid)) take(copy)
  }
  for (const [boxId, rows] of gone) await deleteFromBox(u, boxId, rows)
  const pts = await u.db.users.addPts(caller.id, 0)
  return { pts, ptsCount: gone.get(caller.id)?.length ?? 0 }
}

/**
 * Deletes messages of a channel for everybody (https://core.telegram.org/method/channels.deleteMessages).
 * Unknown ids are passed over.
 *
 * @throws CHANNEL_INVALID, CHANNEL_PRIVATE
 * @throws MESSAGE_DELETE_FORBIDDEN for others' messages without the right to delete, and for one's own
 *   posts without the right to post
 */
export async function deleteChannelMessages(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  ids: readonly number[],
): Promise<Affected> {
  const chat = await resolveChannel(u, caller, input)
  const member = await requireMember(u, caller, chat)
  const rows = await rowsOf(u, 'channel', chat.id, ids)
  for (const row of rows) {
    const own = row.authorId === caller.id && (!row.post || hasAdminRight(member, 'postMessages'))
    if (!own && !hasAdminRight(member, 'deleteMessages')) {
      throw rpcError('MESSAGE_DELETE_FORBIDDEN', { reason: `message ${row.id} is not his` })
    }
  }
  const found = rows.map((row) => row.id)
  return { pts: await deleteChannelRows(u, chat, found), ptsCount: rows.length }
}

/** Deletes messages that are in a channel, and tells everybody in it; returns the channel's pts. */
export async function deleteChannelRows(
  u: Unit,
  chat: ChatRow,
  ids: readonly number[],
): Promise<number> {
  let { pts } = chat
  for (const some of chunks(ids)) {
    await u.db.messages.deleteIds('channel', chat.id, some)
    const update = { kind: 'deleteMessages', ids: some } as const
    ;({ pts } = await tellChannel(u, chat.id, update, some.length))
  }
  return pts
}

async function checkRevoke(u: Unit, caller: Caller, row: MessageRow): Promise<void> {
  if (row.peerKind === 'user' || row.authorId === caller.id) return
  const member = await u.db.members.find(row.peerId, caller.id)
  if (hasAdminRight(member, 'deleteMessages')) return
  throw rpcError('MESSAGE_DELETE_FORBIDDEN', { reason: `message ${row.id} is not his` })
}

async function deleteFromBox(u: Unit, boxId: number, rows: readonly MessageRow[]): Promise<void> {
  const ids = rows.map((row) => row.id).sort((a, b) => a - b)
  for (const some of chunks(ids)) {
    await u.db.messages.deleteIds('account', boxId, some)
    await tellAccount(u, boxId, { kind: 'deleteMessages', ids: some }, some.length)
  }
  const peers = new Map(rows.map((row) => [`${row.peerKind}:${row.peerId}`, row]))
  for (const { peerKind, peerId } of peers.values()) {
    const top = await u.db.history.top({ boxKind: 'account', boxId, peerKind, peerId })
    // An emptied dialog stays: it tells that its user has written to a bot.
    const patch = top ? { topMessage: top.id, topDate: top.date } : { topMessage: 0 }
    await u.db.messages.updateDialog(boxId, peerKind, peerId, patch)
  }
}

async function rowsOf(
  u: Unit,
  box: 'account' | 'channel',
  boxId: number,
  ids: readonly number[],
): Promise<MessageRow[]> {
  const rows: MessageRow[] = []
  for (const some of chunks([...new Set(ids)])) {
    rows.push(...(await u.db.messages.byIds(box, boxId, some)))
  }
  return rows
}

function* chunks(ids: readonly number[]): Generator<number[]> {
  for (let i = 0; i < ids.length; i += AT_ONCE) yield ids.slice(i, i + AT_ONCE)
}
