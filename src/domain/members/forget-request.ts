import type { ChatRow } from '../../store/tables/chats.ts'
import type { JoinRequestRow } from '../../store/tables/invites.ts'
import type { Unit } from '../context.ts'

/**
 * Removes the account's pending request to join, where there is one, and takes it out of the chat's
 * and the link's counters: it was answered, or the account got in or was banned otherwise. Returns it.
 */
export async function forgetRequest(
  u: Unit,
  chat: ChatRow,
  userId: number,
): Promise<JoinRequestRow | undefined> {
  const request = await u.db.invites.request(chat.id, userId)
  if (!request || (await u.db.invites.deleteRequest(chat.id, userId)) === 0) return undefined
  await u.db.chats.addRequestsPending(chat.id, -1)
  chat.requestsPending -= 1
  if (request.inviteHash !== null) await u.db.invites.addRequested(request.inviteHash, -1)
  return request
}
