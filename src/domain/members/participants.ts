import { RpcError, rpcError } from '../../core/rpc-error.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { ParticipantsOf } from '../../store/tables/participants.ts'
import { isAdmin, requireVisible } from '../chats/access.ts'
import { atTime, isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, resolvePeer, standing, type InputPeer } from '../peers.ts'

/** Members in one answer of channels.getParticipants. */
const PAGE_MAX = 200

/** A part of a chat's member list. */
export interface Participants {
  readonly chat: ChatRow
  /** The caller's own standing. */
  readonly own: MemberRow | undefined
  /** Of the whole list. */
  readonly count: number
  readonly members: readonly MemberRow[]
}

/** An account that a call is about, and its standing in the chat, undefined where it never was there. */
export interface Participant {
  readonly user: UserRow
  readonly member: MemberRow | undefined
}

/**
 * The account that a client names as a participant of a channel or supergroup. A deleted account is found as
 * long as the chat has it in one of its lists [INF: tdlib/telegram-bot-api #802].
 *
 * @throws PARTICIPANT_ID_INVALID for what is no account, for one that the caller may not name, and for a
 *   deleted one that is in none of the chat's lists; MSG_ID_INVALID and the like as `resolvePeer`
 */
export async function resolveParticipant(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  input: InputPeer,
): Promise<Participant> {
  const peer = await resolvePeer(u, caller, input).catch((error: unknown) => {
    const unknown = error instanceof RpcError && error.type === 'PEER_ID_INVALID'
    throw unknown ? rpcError('PARTICIPANT_ID_INVALID', { reason: error.reason ?? '' }) : error
  })
  if (peer.kind !== 'user') throw rpcError('PARTICIPANT_ID_INVALID')
  const { user } = peer
  const member = await standing(u, chat, user.id)
  const listed = isPresent(member) || (member !== undefined && member.bannedRights !== 0)
  if (user.deleted && !listed) {
    throw rpcError('PARTICIPANT_ID_INVALID', { reason: `account ${user.id} is deleted` })
  }
  return { user, member }
}

/** Which part of which list. */
export interface ParticipantsPage {
  readonly of: ParticipantsOf
  readonly search: string
  readonly offset: number
  readonly limit: number
}

/**
 * One account's standing in a channel or supergroup
 * (https://core.telegram.org/method/channels.getParticipant). Somebody who is out is found as long as
 * something is taken from them. In a broadcast channel only admins see others than themselves.
 *
 * @throws USER_NOT_PARTICIPANT, PARTICIPANT_ID_INVALID for what is no account, CHAT_ADMIN_REQUIRED,
 *   CHANNEL_INVALID, CHANNEL_PRIVATE
 */
export async function getParticipant(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  participant: InputPeer,
): Promise<{ chat: ChatRow; own: MemberRow | undefined; member: MemberRow }> {
  const chat = await resolveChannel(u, caller, input)
  const own = await requireVisible(u, caller, chat)
  const { user, member } = await resolveParticipant(u, caller, chat, participant)
  if (user.id !== caller.id) {
    requireInside(chat, own)
    if (!maySeeList(chat, own)) throw rpcError('CHAT_ADMIN_REQUIRED')
  }
  if (!member || (member.status === 'left' && member.bannedRights === 0)) {
    throw rpcError('USER_NOT_PARTICIPANT')
  }
  return { chat, own, member }
}

/**
 * A part of the member list of a channel or supergroup
 * (https://core.telegram.org/method/channels.getParticipants).
 *
 * @throws CHAT_ADMIN_REQUIRED for others than admins in a broadcast channel, and for the lists of
 *   banned and restricted accounts everywhere
 * @throws CHANNEL_MONOFORUM_UNSUPPORTED, CHANNEL_INVALID, CHANNEL_PRIVATE
 */
export async function getParticipants(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  page: ParticipantsPage,
): Promise<Participants> {
  const chat = await resolveChannel(u, caller, input)
  if (chat.kind === 'monoforum') throw rpcError('CHANNEL_MONOFORUM_UNSUPPORTED')
  const own = await requireVisible(u, caller, chat)
  requireInside(chat, own)
  const forAdmins = page.of === 'kicked' || page.of === 'restricted'
  if (!maySeeList(chat, own) || (forAdmins && !isAdmin(own))) throw rpcError('CHAT_ADMIN_REQUIRED')
  const query = { of: page.of, search: page.search, viewerId: caller.id, now: u.now }
  const limit = Math.min(Math.max(page.limit, 0), PAGE_MAX)
  const rows = await u.db.participants.page(chat.id, query, limit, Math.max(page.offset, 0))
  return {
    chat,
    own,
    count: await u.db.participants.count(chat.id, query),
    members: rows.map((row) => atTime(row, u.now)),
  }
}

/** Who only looks into a private chat sees nobody of it (invites/peek.ts). @throws CHANNEL_PRIVATE */
function requireInside(chat: ChatRow, own: MemberRow | undefined): void {
  if (chat.username !== null || isPresent(own)) return
  throw rpcError('CHANNEL_PRIVATE', { reason: 'the caller only sees the chat' })
}

/** Subscribers of a broadcast channel are known to its admins only. */
export function maySeeList(chat: ChatRow, own: MemberRow | undefined): boolean {
  return chat.kind !== 'channel' || (isPresent(own) && isAdmin(own))
}
