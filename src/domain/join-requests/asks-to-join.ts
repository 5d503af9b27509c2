import type { JoinRequestRow } from '../../store/tables/invites.ts'
import { hasAdminRight } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'

/**
 * A request that an account waits for the caller to answer, the newest of them: an admin with the right
 * to invite knows whoever asks to join (https://core.telegram.org/bots/api#chatjoinrequest).
 */
export async function requestToAnswer(
  u: Unit,
  caller: Caller,
  userId: number,
): Promise<JoinRequestRow | undefined> {
  for (const request of (await u.db.invites.requestsOf(userId)).toReversed()) {
    const member = await u.db.members.find(request.chatId, caller.id)
    if (hasAdminRight(member, 'inviteUsers')) return request
  }
  return undefined
}
