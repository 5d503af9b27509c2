import { rpcError } from '../../core/rpc-error.ts'
import type { UsernameRow } from '../../store/tables/usernames.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'

/**
 * Whether a text has the form of a username: 5 to 32 of A-Z, a-z, 0-9 and `_`, a letter first, no `_`
 * at the end and no two in a row.
 *
 * Source: https://core.telegram.org/method/account.checkUsername; TDLib's own check agrees.
 */
export function isUsername(text: string): boolean {
  return text.length >= 5 && text.length <= 32 && /^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(text)
}

/** Whether anything with that name could exist: old and collectible usernames are shorter. */
export function maybeUsername(text: string): boolean {
  return /^[A-Za-z]\w{0,31}$/.test(text)
}

/** Whether a name is free, or already this account's own. @throws USERNAME_INVALID */
export async function checkUsername(u: Unit, user: UserRow, name: string): Promise<boolean> {
  if (!isUsername(name)) throw rpcError('USERNAME_INVALID')
  const holder = await u.db.usernames.find(name)
  return holder === undefined || isOwn(holder, user)
}

/**
 * Takes a name out of the one name space of accounts and chats.
 *
 * @throws USERNAME_INVALID, USERNAME_OCCUPIED
 */
export async function takeUsername(
  u: Unit,
  name: string,
  kind: UsernameRow['kind'],
  id: number,
): Promise<void> {
  if (!isUsername(name)) throw rpcError('USERNAME_INVALID')
  if (!(await u.db.usernames.take(name, kind, id))) throw rpcError('USERNAME_OCCUPIED')
}

/**
 * Gives an account another username, or none with ''. A change of case alone is a change too.
 *
 * @throws USERNAME_INVALID, USERNAME_OCCUPIED, USERNAME_NOT_MODIFIED
 * Source: https://core.telegram.org/method/account.updateUsername
 */
export async function setAccountUsername(u: Unit, user: UserRow, name: string): Promise<UserRow> {
  if (name === (user.username ?? '')) throw rpcError('USERNAME_NOT_MODIFIED')
  if (name !== '' && !isUsername(name)) throw rpcError('USERNAME_INVALID')
  if (user.username !== null) await u.db.usernames.release(user.username)
  if (name !== '') await takeUsername(u, name, 'user', user.id)
  const username = name === '' ? null : name
  await u.db.users.update(user.id, { username })
  return { ...user, username }
}

function isOwn(holder: UsernameRow, user: UserRow): boolean {
  return holder.kind === 'user' && holder.id === user.id
}
