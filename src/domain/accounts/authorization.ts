import { rpcError } from '../../core/rpc-error.ts'
import type { AuthorizationRow } from '../../store/tables/auth.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import { hasPassword } from './password.ts'

/** What a client says of itself in initConnection. */
export interface Device {
  readonly apiId: number
  readonly deviceModel: string
  readonly systemVersion: string
  readonly appVersion: string
  readonly systemLangCode: string
  readonly langPack: string
  readonly langCode: string
}

/** The permanent auth key that logs in, and what is known of the client behind it. */
export interface LoginKey {
  readonly keyId: string
  readonly layer: number
  readonly device: Device
}

/**
 * Logs an account in on a key, without any further question. An account that was logged in there is not any
 * more.
 */
export async function authorizeKey(u: Unit, key: LoginKey, user: UserRow): Promise<void> {
  await putAuthorization(u, key, {
    accountId: user.id,
    passwordPendingFor: null,
    createdAt: u.now,
    activeAt: u.now,
  })
  await u.db.auth.numberLogin(key.keyId, user.id)
  await noteLanguage(u, user.id, key.device.langCode)
  u.events.push({
    to: 'keys',
    keyIds: [key.keyId],
    what: 'loggedIn',
    accountId: user.id,
    isBot: user.isBot === 1,
  })
}

/**
 * Notes the language of the client that introduced itself last for an account; bots are told of it
 * (https://core.telegram.org/constructor/user `lang_code`). A client that names none changes nothing.
 */
export async function noteLanguage(u: Unit, accountId: number, langCode: string): Promise<void> {
  if (langCode !== '') await u.db.users.update(accountId, { langCode })
}

/**
 * Logs an account in on a key after the first step: where the account has a password, the key is only
 * marked as one that may prove it.
 *
 * @throws SESSION_PASSWORD_NEEDED where auth.checkPassword must follow
 */
export async function passFirstStep(u: Unit, key: LoginKey, user: UserRow): Promise<void> {
  if (!hasPassword(user)) {
    await authorizeKey(u, key, user)
    return
  }
  await putAuthorization(u, key, { accountId: null, passwordPendingFor: user.id })
  u.events.push({ to: 'keys', keyIds: [key.keyId], what: 'passwordNeeded' })
  throw rpcError('SESSION_PASSWORD_NEEDED', { keepsUnit: true })
}

/** The account that a key has passed the first step for. */
export async function pendingAccount(u: Unit, keyId: string): Promise<UserRow | undefined> {
  const row = await u.db.auth.authorization(keyId)
  if (row?.passwordPendingFor == null) return undefined
  const user = await u.db.users.byId(row.passwordPendingFor)
  return user?.deleted ? undefined : user
}

/**
 * Ends the login of a key, also one that waits for a password.
 *
 * @throws AUTH_KEY_UNREGISTERED where there is none
 * Source: https://core.telegram.org/method/auth.logOut
 */
export async function logOut(u: Unit, keyId: string): Promise<void> {
  const row = await u.db.auth.authorization(keyId)
  if (row?.accountId == null && row?.passwordPendingFor == null)
    throw rpcError('AUTH_KEY_UNREGISTERED')
  await endLogins(u, [keyId])
}

/** Ends every login of an account, those that wait for its password included. */
export async function endLoginsOf(u: Unit, accountId: number): Promise<void> {
  const rows = await u.db.auth.authorizationsOf(accountId)
  const keyIds = rows.map((row) => row.keyId)
  await endLogins(u, [...keyIds, ...(await u.db.auth.keysPendingFor(accountId))])
}

/**
 * Ends another login of the account.
 *
 * @param ownKeyId the key that the caller is logged in on
 * @param hash of account.getAuthorizations
 * @throws HASH_INVALID also for the own login, FRESH_RESET_AUTHORISATION_FORBIDDEN when the own login
 *   is younger than a day
 * Source: https://core.telegram.org/method/account.resetAuthorization
 */
export async function resetAuthorization(
  u: Unit,
  accountId: number,
  ownKeyId: string,
  hash: bigint,
): Promise<void> {
  const rows = await u.db.auth.authorizationsOf(accountId)
  const row = rows.find((one) => one.hash === hash.toString())
  if (!row || row.keyId === ownKeyId) throw rpcError('HASH_INVALID')
  requireSettled(u, rows, ownKeyId)
  await endLogins(u, [row.keyId])
}

/**
 * Ends all other logins of the account.
 *
 * @throws FRESH_RESET_AUTHORISATION_FORBIDDEN when the own login is younger than a day
 * Source: https://core.telegram.org/method/auth.resetAuthorizations
 */
export async function resetOtherAuthorizations(
  u: Unit,
  accountId: number,
  ownKeyId: string,
): Promise<void> {
  const rows = await u.db.auth.authorizationsOf(accountId)
  requireSettled(u, rows, ownKeyId)
  const others = rows.map((row) => row.keyId).filter((keyId) => keyId !== ownKeyId)
  await endLogins(u, others)
}

function requireSettled(u: Unit, rows: readonly AuthorizationRow[], ownKeyId: string): void {
  const own = rows.find((row) => row.keyId === ownKeyId)
  if (!own || u.now - own.createdAt < u.limits.freshAuthorizationSeconds)
    throw rpcError('FRESH_RESET_AUTHORISATION_FORBIDDEN')
}

async function endLogins(u: Unit, keyIds: readonly string[]): Promise<void> {
  if (keyIds.length === 0) return
  for (const keyId of keyIds) {
    await u.db.auth.updateAuthorization(keyId, { accountId: null, passwordPendingFor: null })
  }
  u.events.push({ to: 'keys', keyIds, what: 'loggedOut' })
}

/** Changes the row of a key, or makes it: not every client has sent initConnection before it logs in. */
async function putAuthorization(
  u: Unit,
  key: LoginKey,
  patch: Partial<AuthorizationRow>,
): Promise<void> {
  const { keyId, layer, device } = key
  if (await u.db.auth.authorization(keyId)) {
    await u.db.auth.updateAuthorization(keyId, patch)
    return
  }
  await u.db.auth.insertAuthorization({
    ...deviceOf(device),
    keyId,
    layer,
    accountId: null,
    passwordPendingFor: null,
    hash: u.random.bytes(8).readBigInt64LE(0).toString(),
    createdAt: u.now,
    activeAt: u.now,
    ...patch,
  })
}

function deviceOf(device: Device): Device {
  const { apiId, deviceModel, systemVersion, appVersion, systemLangCode, langPack, langCode } =
    device
  return { apiId, deviceModel, systemVersion, appVersion, systemLangCode, langPack, langCode }
}
