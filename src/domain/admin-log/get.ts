import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import { isAdmin, requireVisible } from '../chats/access.ts'
import { isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, resolveUser, type InputPeer } from '../peers.ts'
import type { AdminLogAction } from './action.ts'

/** Events that one answer holds at most (td_api getChatEventLog: up to 100). */
const PAGE_MAX = 100
/** Accounts that a question may name; no chat has more admins. */
const ADMINS_MAX = 100

/** Which events a client asks for. */
export interface AdminLogQuery {
  /** Part of a name or of a text in the event; '' for all. */
  readonly search: string
  /** Bits of `ADMIN_LOG_FILTERS`; undefined for every kind of event. */
  readonly filter: number | undefined
  /** Who did it; undefined for everybody. */
  readonly admins: readonly InputPeer[] | undefined
  /** Only events before this id; 0 for the newest. */
  readonly maxId: number
  /** Only events after this id. */
  readonly minId: number
  readonly limit: number
}

/** One event. */
export interface AdminLogEvent {
  readonly id: number
  readonly date: number
  /** Who did it; for joining and leaving the account itself. */
  readonly userId: number
  readonly action: AdminLogAction
}

/** A part of a chat's log, newest event first. */
export interface AdminLog {
  readonly chat: ChatRow
  /** The caller's own standing. */
  readonly own: MemberRow
  readonly events: readonly AdminLogEvent[]
}

/**
 * What happened lately in a supergroup or channel, for its admins
 * (https://core.telegram.org/method/channels.getAdminLog). Events older than `adminLogSeconds` are gone.
 *
 * @throws CHANNEL_INVALID, also for a channel's direct messages; CHANNEL_PRIVATE
 * @throws CHAT_ADMIN_REQUIRED (403) for everybody but admins
 * @throws USER_ID_INVALID, MSG_ID_INVALID for admins that the caller can't name, USERS_TOO_MUCH for too many
 */
export async function getAdminLog(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  query: AdminLogQuery,
): Promise<AdminLog> {
  const chat = await resolveChannel(u, caller, input)
  if (chat.kind === 'monoforum') {
    throw rpcError('CHANNEL_INVALID', { reason: 'direct messages have no admin log' })
  }
  const own = await requireVisible(u, caller, chat)
  if (!isPresent(own) || !isAdmin(own)) {
    throw rpcError('CHAT_ADMIN_REQUIRED', { code: 403, reason: `${caller.id} is no admin` })
  }
  const userIds = query.admins && (await idsOf(u, caller, query.admins))
  const rows = await u.db.adminLog.page({
    chatId: chat.id,
    filter: query.filter,
    userIds,
    search: query.search,
    beforeId: query.maxId > 0 ? query.maxId : Number.MAX_SAFE_INTEGER,
    afterId: query.minId,
    since: u.now - u.limits.adminLogSeconds,
    limit: Math.min(Math.max(query.limit, 0), PAGE_MAX),
  })
  return {
    chat,
    own,
    events: rows.map(({ id, date, userId, payload }) => {
      return { id, date, userId, action: JSON.parse(payload) as AdminLogAction }
    }),
  }
}

async function idsOf(u: Unit, caller: Caller, inputs: readonly InputPeer[]): Promise<number[]> {
  if (inputs.length > ADMINS_MAX) {
    throw rpcError('USERS_TOO_MUCH', { reason: `${inputs.length} admins to look for` })
  }
  const ids = new Set<number>()
  for (const input of inputs) ids.add((await resolveUser(u, caller, input)).id)
  return [...ids]
}
