import { rpcError } from '../../core/rpc-error.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import { authorizeKey, type LoginKey } from './authorization.ts'

const TOKEN_BYTES = 64
/** Data centres that a client may know: every one of them is this server. */
const DATA_CENTRES = 5

/**
 * Makes a one-use token with which the account's login is carried to another data centre's key.
 *
 * @throws DC_ID_INVALID
 * Source: https://core.telegram.org/method/auth.exportAuthorization
 */
export async function exportAuthorization(
  u: Unit,
  accountId: number,
  dcId: number,
): Promise<Buffer> {
  if (dcId < 1 || dcId > DATA_CENTRES) throw rpcError('DC_ID_INVALID')
  const token = u.random.bytes(TOKEN_BYTES)
  await u.db.auth.deleteExpiredExports(u.wallNow)
  await u.db.auth.putExportedAuthorization({
    token: token.toString('hex'),
    accountId,
    expiresAt: u.wallNow + u.limits.challengeSeconds,
  })
  return token
}

/**
 * Logs in on a key with such a token.
 *
 * @throws AUTH_BYTES_INVALID, USER_ID_INVALID when the token is another account's
 * Source: https://core.telegram.org/method/auth.importAuthorization
 */
export async function importAuthorization(
  u: Unit,
  key: LoginKey,
  accountId: number,
  token: Uint8Array,
): Promise<UserRow> {
  const row = await u.db.auth.takeExportedAuthorization(Buffer.from(token).toString('hex'))
  if (!row || row.expiresAt < u.wallNow) throw rpcError('AUTH_BYTES_INVALID', { keepsUnit: true })
  const user = await u.db.users.byId(row.accountId)
  if (row.accountId !== accountId || !user || user.deleted)
    throw rpcError('USER_ID_INVALID', { keepsUnit: true })
  await authorizeKey(u, key, user)
  return user
}
