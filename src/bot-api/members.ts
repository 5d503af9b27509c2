import { requireUser } from '../domain/bots/require-user.ts'
import { standing } from '../domain/peers.ts'
import type { MemberRow } from '../store/tables/chats.ts'
import type { UserRow } from '../store/tables/users.ts'
import type { SharedChat } from './chats.ts'
import { badRequest } from './errors.ts'
import type { BotApiContext } from './method.ts'

/** An account that a method is about, and its standing in the chat. */
export interface Target {
  readonly user: UserRow
  readonly member: MemberRow | undefined
}

/**
 * The account, and where it stands.
 *
 * @throws PARTICIPANT_ID_INVALID for one that does not exist; in a basic group BotApiError "member not found"
 */
export async function targetOf(
  { u }: BotApiContext,
  { chat }: SharedChat,
  userId: number,
): Promise<Target> {
  if (chat.kind === 'group' && !(await u.db.users.byId(userId)))
    throw badRequest('member not found')
  const user = await requireUser(u, userId)
  return { user, member: await standing(u, chat, userId) }
}
