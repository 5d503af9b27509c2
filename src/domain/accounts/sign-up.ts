import { rpcError } from '../../core/rpc-error.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import { authorizeKey, type LoginKey } from './authorization.ts'
import { createUser } from './create-user.ts'
import { requireCode } from './login-code.ts'

/**
 * Makes an account for a number whose code was proven on the same key, and logs in.
 *
 * @throws PHONE_NUMBER_INVALID, PHONE_CODE_HASH_EMPTY, PHONE_CODE_EXPIRED; PHONE_CODE_EMPTY when the
 *   code was not proven; PHONE_NUMBER_OCCUPIED, FIRSTNAME_INVALID, LASTNAME_INVALID
 * Source: https://core.telegram.org/method/auth.signUp
 */
export async function signUp(
  u: Unit,
  key: LoginKey,
  phoneNumber: string,
  codeHash: string,
  firstName: string,
  lastName: string,
): Promise<UserRow> {
  const row = await requireCode(u, phoneNumber, codeHash)
  if (row.verifiedKeyId !== key.keyId) throw rpcError('PHONE_CODE_EMPTY')
  const user = await createUser(u, { phone: row.phone, firstName, lastName })
  await u.db.auth.deleteCode(row.codeHash)
  await authorizeKey(u, key, user)
  return user
}
