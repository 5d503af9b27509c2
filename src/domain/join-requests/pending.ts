import type { ChatRow } from '../../store/tables/chats.ts'
import type { JoinRequestRow } from '../../store/tables/invites.ts'
import { hasAdminRight } from '../chats/rights.ts'
import type { Unit } from '../context.ts'
import { tellAccount, tellBot } from '../updates/log.ts'

/** Requesters that are named at most; clients draw three (spec section 9, rule 10). */
const RECENT_REQUESTERS = 3

/** The join requests of a chat that nobody has answered. */
export interface PendingRequests {
  readonly pending: number
  /** The accounts that asked last, newest first. */
  readonly recent: readonly number[]
}

/** How many ask to join a chat, and who asked last (spec section 5.1). */
export async function pendingRequests(u: Unit, chat: ChatRow): Promise<PendingRequests> {
  const recent = await u.db.invites.recentRequests(chat.id, RECENT_REQUESTERS)
  return { pending: chat.requestsPending, recent: recent.map((row) => row.userId) }
}

/**
 * Tells the persons who may answer the chat's join requests that some came or went
 * (https://core.telegram.org/constructor/updatePendingJoinRequests).
 */
export async function tellOfPending(u: Unit, chat: ChatRow): Promise<void> {
  for (const admin of await u.db.audience.admins(chat.id)) {
    if (admin.isBot || !hasAdminRight(admin, 'inviteUsers')) continue
    await tellAccount(u, admin.userId, { kind: 'pendingRequests', chatId: chat.id }, 0)
  }
}

/**
 * Tells of a new request: bots that may answer it each get it once, in their qts queue
 * (https://core.telegram.org/constructor/updateBotChatInviteRequester), persons the new count.
 *
 * @param guard the bot that was asked to decide, and by which query
 */
export async function tellOfRequest(
  u: Unit,
  chat: ChatRow,
  request: JoinRequestRow,
  guard: { readonly botId: number; readonly queryId: string } | undefined,
): Promise<void> {
  const { userId, date, about, inviteId } = request
  for (const admin of await u.db.audience.admins(chat.id)) {
    if (!admin.isBot || !hasAdminRight(admin, 'inviteUsers')) continue
    await u.db.acquaintances.meet(admin.userId, userId)
    const queryId = guard?.botId === admin.userId ? guard.queryId : null
    await tellBot(u, admin.userId, {
      kind: 'joinRequested',
      chatId: chat.id,
      userId,
      date,
      about,
      inviteId,
      queryId,
    })
  }
  await tellOfPending(u, chat)
}
