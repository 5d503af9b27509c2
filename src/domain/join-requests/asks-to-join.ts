import type { JoinRequestRow } from '../../store/tables/invites.ts'
import { hasAdminRight } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'

/**
 * The requests of an account that the caller may answer, newest first: an admin with the right to invite
 * knows everybody who asks to join (https://core.telegram.org/bots/api#chatjoinrequest).
 */
export async function requestsToAnswer(
  u: Unit,
  caller: Caller,
  userId: number,
): Promise<JoinRequestRow[]> {
  const requests: JoinRequestRow[] = []
  for (const request of (await u.db.invites.requestsOf(userId)).toReversed()) {
    const member = await u.db.members.find(request.chatId, caller.id)
    if (hasAdminRight(member, 'inviteUsers')) requests.push(request)
  }
  return requests
}
