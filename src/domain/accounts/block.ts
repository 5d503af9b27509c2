import { rpcError } from '../../core/rpc-error.ts'
import type { BlockedRow } from '../../store/tables/blocked.ts'
import type { PeerKind } from '../../store/tables/messages.ts'
import { requireVisible } from '../chats/access.ts'
import type { Caller, Unit } from '../context.ts'
import { resolvePeer, type InputPeer } from '../peers.ts'
import { tellAccount, tellBot } from '../updates/log.ts'

/** A part of whom an account has blocked. */
export interface Blocked {
  /** Of the whole list. */
  readonly count: number
  readonly rows: readonly BlockedRow[]
}

/** Peers in one answer of contacts.getBlocked. */
const PAGE_MAX = 100

/**
 * Blocks a user or a channel: what a blocked person writes to the caller never arrives, and a blocked
 * bot is told (https://core.telegram.org/method/contacts.block).
 *
 * @throws CONTACT_ID_INVALID for oneself, INPUT_USER_DEACTIVATED, PEER_ID_INVALID for a basic group,
 *   CHANNEL_INVALID, CHANNEL_PRIVATE, and as `resolvePeer`
 */
export async function block(u: Unit, caller: Caller, input: InputPeer): Promise<void> {
  const { peerKind, peerId, deleted, isBot } = await blockable(u, caller, input)
  if (deleted) throw rpcError('INPUT_USER_DEACTIVATED')
  const row = { ownerId: caller.id, peerKind, peerId, date: u.now }
  if (await u.db.blocked.add(row)) await tellBlocked(u, caller, peerKind, peerId, isBot, true)
}

/** Lifts a block (https://core.telegram.org/method/contacts.unblock). @throws as `block` */
export async function unblock(u: Unit, caller: Caller, input: InputPeer): Promise<void> {
  const { peerKind, peerId, isBot } = await blockable(u, caller, input)
  if (await u.db.blocked.remove(caller.id, peerKind, peerId)) {
    await tellBlocked(u, caller, peerKind, peerId, isBot, false)
  }
}

/** Whom the caller has blocked, the last one first (https://core.telegram.org/method/contacts.getBlocked). */
export async function listBlocked(
  u: Unit,
  caller: Caller,
  offset: number,
  limit: number,
): Promise<Blocked> {
  const size = Math.min(Math.max(limit, 0), PAGE_MAX)
  return {
    count: await u.db.blocked.count(caller.id),
    rows: await u.db.blocked.page(caller.id, size, Math.max(offset, 0)),
  }
}

async function blockable(u: Unit, caller: Caller, input: InputPeer) {
  const peer = await resolvePeer(u, caller, input)
  if (peer.kind === 'chat') throw rpcError('PEER_ID_INVALID', { reason: 'a basic group' })
  if (peer.kind === 'channel') {
    await requireVisible(u, caller, peer.chat)
    return { peerKind: 'channel', peerId: peer.chat.id, deleted: false, isBot: false } as const
  }
  const { id, deleted, isBot } = peer.user
  if (id === caller.id) throw rpcError('CONTACT_ID_INVALID', { reason: 'oneself' })
  return { peerKind: 'user', peerId: id, deleted: deleted === 1, isBot: isBot === 1 } as const
}

/** Tells the caller's other sessions, and the bot (Bot API `my_chat_member` in a private chat). */
async function tellBlocked(
  u: Unit,
  caller: Caller,
  peerKind: PeerKind,
  peerId: number,
  isBot: boolean,
  blocked: boolean,
): Promise<void> {
  await tellAccount(u, caller.id, { kind: 'peerBlocked', peerKind, peerId, blocked }, 0)
  if (!isBot) return
  const userId = caller.id
  await tellBot(u, peerId, { kind: 'botStopped', userId, date: u.now, stopped: blocked })
}
