import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'

/**
 * Whether somebody may put a person into a chat, as far as that person's will goes: those who left by choice
 * are put back only by a mutual contact, each having the other in the contact list (tdlib/td #821, tdesktop #2401).
 * Others come back by a link. Bots have no contacts and may be put back [INF].
 *
 * @param old the person's standing in the chat
 */
export async function mayPutBack(
  u: Unit,
  byId: number,
  user: UserRow,
  old: MemberRow | undefined,
): Promise<boolean> {
  if (old?.status !== 'left' || !old.leftByChoice) return true
  if (user.isBot || user.deleted || user.id === byId) return true
  const { isContact } = u.db.users
  return (await isContact(byId, user.id)) && (await isContact(user.id, byId))
}

/**
 * Refuses to put back somebody who left by choice (`mayPutBack`).
 *
 * @throws USER_NOT_MUTUAL_CONTACT: 403 in a basic group (tdesktop #2378), 400 elsewhere (tdlib/td #821)
 */
export async function requirePutBack(
  u: Unit,
  byId: number,
  chat: ChatRow,
  user: UserRow,
  old: MemberRow | undefined,
): Promise<void> {
  if (await mayPutBack(u, byId, user, old)) return
  throw notMutual(chat)
}

/** The refusal of `requirePutBack`. */
export function notMutual(chat: ChatRow): Error {
  const code = chat.kind === 'group' ? { code: 403 } : {}
  return rpcError('USER_NOT_MUTUAL_CONTACT', { ...code, reason: 'left by choice' })
}
