import { rpcError } from '../../core/rpc-error.ts'
import type { AuthorizationRow, LoginTokenRow } from '../../store/tables/auth.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import { checkApiId } from './api-id.ts'
import { passFirstStep, type LoginKey } from './authorization.ts'

const TOKEN_BYTES = 32

/** Where a QR-code login stands: a token to be shown, or the account that is now logged in. */
export type QrLogin =
  | { readonly kind: 'token'; readonly token: Buffer; readonly expires: number }
  | { readonly kind: 'done'; readonly user: UserRow }

/**
 * Makes a token for a QR code, or, once another device accepted the last one, logs in. Tokens expire by
 * the wall's time: the client compares `expires` with its own clock, which it sets by msg_ids.
 *
 * @param exceptIds accounts that the client has already
 * @throws API_ID_INVALID; SESSION_PASSWORD_NEEDED where the account has a password
 * Source: https://core.telegram.org/api/qr-login
 */
export async function exportLoginToken(
  u: Unit,
  key: LoginKey,
  apiId: number,
  apiHash: string,
  exceptIds: readonly number[],
): Promise<QrLogin> {
  checkApiId(apiId, apiHash)
  const last = await u.db.auth.loginTokenOfKey(key.keyId)
  if (last && last.acceptedBy !== null && last.expiresAt > u.wallNow) return finish(u, key, last)
  const token = u.random.bytes(TOKEN_BYTES)
  const expires = u.wallNow + u.limits.loginTokenSeconds
  await u.db.auth.putLoginToken({
    token: token.toString('hex'),
    keyId: key.keyId,
    apiId,
    expiresAt: expires,
    exceptIds: JSON.stringify(exceptIds),
    acceptedBy: null,
  })
  return { kind: 'token', token, expires }
}

/**
 * Goes on with a token that this key exported. Telegram uses it after a change of data centre, which
 * a server that is all of them never asks for.
 *
 * @throws AUTH_TOKEN_INVALID also for another key's token, AUTH_TOKEN_EXPIRED; SESSION_PASSWORD_NEEDED
 * Source: https://core.telegram.org/method/auth.importLoginToken
 */
export async function importLoginToken(
  u: Unit,
  key: LoginKey,
  token: Uint8Array,
): Promise<QrLogin> {
  const row = await u.db.auth.loginToken(Buffer.from(token).toString('hex'))
  if (row?.keyId !== key.keyId) throw rpcError('AUTH_TOKEN_INVALID')
  if (row.expiresAt <= u.wallNow) throw rpcError('AUTH_TOKEN_EXPIRED')
  if (row.acceptedBy !== null) return finish(u, key, row)
  return { kind: 'token', token: Buffer.from(token), expires: row.expiresAt }
}

/**
 * Lets another device log in to the account, which scanned its QR code; that device is told and goes
 * on by itself. Returns what is known of it.
 *
 * @throws AUTH_TOKEN_INVALIDX, AUTH_TOKEN_EXPIRED, AUTH_TOKEN_ALREADY_ACCEPTED; AUTH_TOKEN_EXCEPTION
 *   when that client has this account already
 * Source: https://core.telegram.org/method/auth.acceptLoginToken
 */
export async function acceptLoginToken(
  u: Unit,
  accountId: number,
  token: Uint8Array,
): Promise<AuthorizationRow> {
  const row = await u.db.auth.loginToken(Buffer.from(token).toString('hex'))
  if (!row) throw rpcError('AUTH_TOKEN_INVALIDX')
  if (row.expiresAt <= u.wallNow) throw rpcError('AUTH_TOKEN_EXPIRED')
  if ((JSON.parse(row.exceptIds) as number[]).includes(accountId))
    throw rpcError('AUTH_TOKEN_EXCEPTION', {
      reason: 'the client named this account in except_ids',
    })
  // The waiting client may learn of it late: it gets longer than a token that is still to be scanned.
  const expiresAt = u.wallNow + u.limits.challengeSeconds
  if (!(await u.db.auth.acceptLoginToken(row.token, accountId, expiresAt)))
    throw rpcError('AUTH_TOKEN_ALREADY_ACCEPTED')
  const device = await u.db.auth.authorization(row.keyId)
  // A client that never sent initConnection is none that could be shown or pushed to.
  if (!device) throw rpcError('AUTH_TOKEN_INVALIDX')
  u.events.push({ to: 'keys', keyIds: [row.keyId], what: 'loginTokenAccepted' })
  return { ...device, accountId, apiId: row.apiId, createdAt: u.now, activeAt: u.now }
}

async function finish(u: Unit, key: LoginKey, row: LoginTokenRow): Promise<QrLogin> {
  await u.db.auth.deleteLoginToken(row.token)
  const user = row.acceptedBy === null ? undefined : await u.db.users.byId(row.acceptedBy)
  if (!user || user.deleted) throw rpcError('AUTH_TOKEN_EXPIRED', { keepsUnit: true })
  await passFirstStep(u, key, user)
  return { kind: 'done', user }
}
