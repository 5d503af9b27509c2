import { RpcError, rpcError } from '../../core/rpc-error.ts'
import type { UsernameRow } from '../../store/tables/usernames.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import { phoneDigits } from './phone.ts'
import { maybeUsername } from './username.ts'

/**
 * Whom a public name leads to.
 *
 * @throws USERNAME_INVALID when no name can look so, USERNAME_NOT_OCCUPIED
 * Source: https://core.telegram.org/method/contacts.resolveUsername
 */
export async function resolveUsername(u: Unit, username: string): Promise<UsernameRow> {
  if (!maybeUsername(username)) throw rpcError('USERNAME_INVALID')
  const row = await u.db.usernames.find(username)
  if (!row) throw rpcError('USERNAME_NOT_OCCUPIED')
  return row
}

/**
 * The account of a phone number; everybody lets himself be found by it here.
 *
 * @throws PHONE_NOT_OCCUPIED
 * Source: https://core.telegram.org/method/contacts.resolvePhone
 */
export async function resolvePhone(u: Unit, phone: string): Promise<UserRow> {
  const user = await u.db.users.byPhone(digitsOf(phone))
  if (!user) throw rpcError('PHONE_NOT_OCCUPIED')
  return user
}

function digitsOf(phone: string): string {
  try {
    return phoneDigits(phone)
  } catch (error) {
    if (!(error instanceof RpcError)) throw error
    // The method knows no other error: what is no number has no account.
    throw rpcError('PHONE_NOT_OCCUPIED')
  }
}
