import type { ChatRow } from '../../store/tables/chats.ts'
import type { JoinRequestRow } from '../../store/tables/invites.ts'
import { hasAdminRight } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'

/**
 * The caller's pending request because of which somebody may have written to him: the newest one that
 * the other may answer, once there is a message between the two. Clients then say above the chat who that is (spec section 5.1,
 * item 7; td_api chatActionBarJoinRequest).
 */
export async function requestBehindChat(
  u: Unit,
  caller: Caller,
  peerId: number,
): Promise<{ readonly chat: ChatRow; readonly request: JoinRequestRow } | undefined> {
  const requests = await u.db.invites.requestsOf(caller.id)
  if (requests.length === 0) return undefined
  const dialog = await u.db.messages.dialog(caller.id, 'user', peerId)
  if (!dialog || dialog.topMessage === 0) return undefined
  for (const request of requests.toReversed()) {
    const admin = await u.db.members.find(request.chatId, peerId)
    if (!hasAdminRight(admin, 'inviteUsers')) continue
    const chat = await u.db.chats.byId(request.chatId)
    if (chat && !chat.deleted) return { chat, request }
  }
  return undefined
}
