import type { UserRow } from '../../store/tables/users.ts'
import { rpcError } from '../../core/rpc-error.ts'
import type { Unit } from '../context.ts'
import { authorizeKey, passFirstStep, pendingAccount, type LoginKey } from './authorization.ts'
import { proveCode, requireCode } from './login-code.ts'
import { provePassword, type PasswordProof } from './password.ts'

/**
 * Logs in with a code. Returns undefined where nobody has the number yet: then the same key may sign
 * up with the same code.
 *
 * @throws PHONE_NUMBER_INVALID, PHONE_CODE_HASH_EMPTY, PHONE_CODE_EMPTY, PHONE_CODE_EXPIRED,
 *   PHONE_CODE_INVALID, FLOOD_WAIT_%d
 * @throws SESSION_PASSWORD_NEEDED where the account has a password
 * Source: https://core.telegram.org/method/auth.signIn
 */
export async function signIn(
  u: Unit,
  key: LoginKey,
  phoneNumber: string,
  codeHash: string,
  code: string,
): Promise<UserRow | undefined> {
  const row = await requireCode(u, phoneNumber, codeHash)
  await proveCode(u, row, code)
  const user = await u.db.users.byPhone(row.phone)
  if (!user) {
    await u.db.auth.updateCode(row.codeHash, { verifiedKeyId: key.keyId })
    return undefined
  }
  await u.db.auth.deleteCode(row.codeHash)
  await passFirstStep(u, key, user)
  return user
}

/**
 * Logs in with the password, after the first step was passed on the same key.
 *
 * @throws AUTH_KEY_UNREGISTERED when it was not; PASSWORD_HASH_INVALID, SRP_ID_INVALID,
 *   SRP_PASSWORD_CHANGED, FLOOD_WAIT_%d
 * Source: https://core.telegram.org/method/auth.checkPassword
 */
export async function checkPassword(
  u: Unit,
  key: LoginKey,
  proof: PasswordProof,
): Promise<UserRow> {
  const user = await pendingAccount(u, key.keyId)
  if (!user) throw rpcError('AUTH_KEY_UNREGISTERED', { reason: 'no login waits for a password' })
  await provePassword(u, user, proof)
  await authorizeKey(u, key, user)
  return user
}

/**
 * The account whose password is spoken of: the caller's own, or the one whose login waits for it.
 *
 * @throws AUTH_KEY_UNREGISTERED
 */
export async function passwordAccount(u: Unit, callerId: number, keyId: string): Promise<UserRow> {
  const user = callerId === 0 ? await pendingAccount(u, keyId) : await u.db.users.byId(callerId)
  if (!user) throw rpcError('AUTH_KEY_UNREGISTERED')
  return user
}
