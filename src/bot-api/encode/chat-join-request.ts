import type { Unit } from '../../domain/context.ts'
import type { JoinRequested } from '../../domain/updates/update.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { encodeChat, type BotApiChat } from './chat.ts'
import type { BotApiInviteLink } from './invite-link.ts'
import { encodeSeenInvite } from './seen-invite.ts'
import { encodeUser, type BotApiUser } from './user.ts'

/** https://core.telegram.org/bots/api#chatjoinrequest */
export interface BotApiChatJoinRequest {
  readonly chat: BotApiChat
  readonly from: BotApiUser
  readonly user_chat_id: number
  readonly date: number
  readonly bio?: string | undefined
  readonly invite_link?: BotApiInviteLink | undefined
  readonly query_id?: string | undefined
}

/**
 * A request to join, as an admin that may answer it hears it (spec section 5.5). The requester's private
 * chat has his own id here; messages/send.ts says how long the bot may write there (`REQUESTER_SECONDS`).
 *
 * @param invite the link as it was then; null for a request without one
 */
export async function encodeChatJoinRequest(
  u: Unit,
  botId: number,
  request: JoinRequested,
  invite: InviteRow | null,
): Promise<BotApiChatJoinRequest | undefined> {
  const chat = await u.db.chats.byId(request.chatId)
  const from = await u.db.users.byId(request.userId)
  if (!chat || !from) return undefined
  return {
    chat: encodeChat(chat),
    from: encodeUser(from),
    user_chat_id: from.id,
    date: request.date,
    bio: request.about || undefined,
    invite_link: await encodeSeenInvite(u, botId, invite),
    query_id: request.queryId ?? undefined,
  }
}
