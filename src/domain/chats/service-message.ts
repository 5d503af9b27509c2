import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import type { Unit } from '../context.ts'
import type { Action } from '../messages/action.ts'
import { postToChat } from '../messages/post.ts'
import { isAdmin } from './access.ts'
import { ADMIN_RIGHTS } from './rights.ts'

/**
 * Posts what somebody did as a service message. Where he is an anonymous admin of a supergroup, the
 * group itself speaks (https://core.telegram.org/api/rights, `anonymous`).
 *
 * @param recipients in a basic group, whose boxes get a copy; everybody present unless told
 */
export async function postService(
  u: Unit,
  chat: ChatRow,
  actorId: number,
  action: Action,
  recipients?: readonly number[],
): Promise<MessageRow> {
  const actor = await u.db.members.find(chat.id, actorId)
  return postServiceOf(u, chat, actorId, actor, action, recipients)
}

/** `postService` where the actor's standing is known; undefined of somebody who never was in the chat. */
export function postServiceOf(
  u: Unit,
  chat: ChatRow,
  actorId: number,
  actor: MemberRow | undefined,
  action: Action,
  recipients?: readonly number[],
): Promise<MessageRow> {
  const rights = isAdmin(actor) ? (actor?.adminRights ?? 0) : 0
  const anonymous = chat.kind === 'supergroup' && ((rights >> ADMIN_RIGHTS.anonymous) & 1) === 1
  return anonymous
    ? postToChat(u, chat, null, { action, authorId: actorId }, recipients)
    : postToChat(u, chat, actorId, { action }, recipients)
}
