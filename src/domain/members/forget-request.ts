import type { ChatRow } from '../../store/tables/chats.ts'
import type { JoinRequestRow } from '../../store/tables/invites.ts'
import type { Unit } from '../context.ts'
import { tellOfPending } from '../join-requests/pending.ts'
import { closeQuery } from '../join-requests/query.ts'

/** Why a request is no longer pending: the account got in, however, or it won't. */
export type RequestEnd = 'approved' | 'declined'

/**
 * Removes the account's pending request to join, where there is one, and takes it out of the chat's
 * and the link's counters: it was answered, or the account got in or was banned otherwise. Returns it.
 * Nobody but a guard bot's waiting requester is told; see `dropRequest`.
 */
export async function forgetRequest(
  u: Unit,
  chat: ChatRow,
  userId: number,
  end: RequestEnd,
): Promise<JoinRequestRow | undefined> {
  const request = await u.db.invites.request(chat.id, userId)
  if (!request || (await u.db.invites.deleteRequest(chat.id, userId)) === 0) return undefined
  await u.db.chats.addRequestsPending(chat.id, -1)
  chat.requestsPending -= 1
  if (request.inviteId !== null) await u.db.invites.addRequested(request.inviteId, -1)
  await closeQuery(u, chat, userId, end)
  return request
}

/** `forgetRequest`, of which the admins are told. */
export async function dropRequest(
  u: Unit,
  chat: ChatRow,
  userId: number,
  end: RequestEnd,
): Promise<JoinRequestRow | undefined> {
  const request = await forgetRequest(u, chat, userId, end)
  if (request) await tellOfPending(u, chat)
  return request
}
