import type { ChatRow } from '../../store/tables/chats.ts'
import type { JoinRequestRow } from '../../store/tables/invites.ts'
import { hasAdminRight } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { requestsToAnswer } from './asks-to-join.ts'

/** Seconds for which a bot may write to somebody who asked to join (Bot API chatJoinRequest.user_chat_id). */
const REQUESTER_SECONDS = 300

/**
 * The caller's pending request because of which somebody may have written to them: the newest one that
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

/**
 * Whether a bot may write to a person because of a request to join that it may answer: for five minutes,
 * as long as nobody has answered it and no other admin has written to the requester since
 * (https://core.telegram.org/bots/api#chatjoinrequest `user_chat_id`).
 */
export async function mayContact(u: Unit, bot: Caller, userId: number): Promise<boolean> {
  for (const request of await requestsToAnswer(u, bot, userId)) {
    if (request.date + REQUESTER_SECONDS < u.now) continue
    if (!(await wasContacted(u, request, bot.id))) return true
  }
  return false
}

/** Whether an admin other than the bot has written to the requester since the request. */
async function wasContacted(u: Unit, request: JoinRequestRow, botId: number): Promise<boolean> {
  const { chatId, userId, lastMessageId } = request
  for (const admin of await u.db.audience.admins(chatId)) {
    if (admin.userId === botId) continue
    const key = {
      boxKind: 'account',
      boxId: userId,
      peerKind: 'user',
      peerId: admin.userId,
    } as const
    const [first] = await u.db.history.incoming({ ...key, clearedTo: lastMessageId }, 1)
    if (first) return true
  }
  return false
}
