import { hideJoinRequest } from '../domain/join-requests/hide.ts'
import { inputPeerOf, inputUserOf, openChat, requireRight, sharedOr } from './chats.ts'
import type { BotApiContext } from './method.ts'
import { chatId, requireUserId, userId, type ValuesOf } from './parameters.ts'

/** Who asks to join what. The account is looked at before the chat (Client.cpp). */
export const JOIN_REQUEST = { user_id: userId, chat_id: chatId } as const

/** Approves or declines a request to join. @throws BotApiError, and as `hideJoinRequest` */
export async function answerJoinRequest(
  ctx: BotApiContext,
  { chat_id, user_id }: ValuesOf<typeof JOIN_REQUEST>,
  approved: boolean,
): Promise<true> {
  const known = await openChat(ctx, chat_id, 'write')
  const shared = sharedOr(known, "the chat can't have join requests")
  requireRight(shared, 'inviteUsers', 'not enough rights to manage chat join requests')
  requireUserId(user_id, 'user not found')
  const user = inputUserOf(ctx, user_id)
  await hideJoinRequest(ctx.u, ctx.caller, inputPeerOf(ctx, shared), user, approved)
  return true
}
