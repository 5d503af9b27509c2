import { rpcError } from '../../core/rpc-error.ts'
import { secretEquals, type Random } from '../../core/random.ts'
import { cleanLine } from '../../core/text/clean.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import { checkSrp, isVerifier, passwordVerifier, startSrp, type PasswordSalts } from './srp.ts'

/** Bytes of the salts that the server hands out; clients add 32 of their own to the first. */
const SALT1_BYTES = 8
const SALT1_CLIENT_BYTES = 32
const SALT2_BYTES = 16

/** Longest hint in characters. */
const HINT_MAX = 255

/** Two-step verification of an account, as it is kept in `users.password`. */
interface StoredPassword extends PasswordSalts {
  readonly verifier: Buffer
  readonly hint: string
}

/** What account.getPassword tells. */
export interface PasswordState {
  /** Absent without a password. */
  readonly current:
    | (PasswordSalts & { readonly srpId: bigint; readonly srpB: Buffer; readonly hint: string })
    | undefined
  /** Salts for the next password. */
  readonly next: PasswordSalts
  /** Salt for Telegram Passport, which localgram has not; clients want one. */
  readonly secureSalt: Buffer
  readonly secureRandom: Buffer
}

/** How a client proves that it knows the password (https://core.telegram.org/type/InputCheckPasswordSRP). */
export type PasswordProof =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'srp'
      readonly srpId: bigint
      readonly a: Uint8Array
      readonly m1: Uint8Array
    }

/** What account.updatePasswordSettings is to set. */
export interface PasswordChange {
  /** Absent leaves the password; `remove` turns two-step verification off. */
  readonly password:
    | 'remove'
    | (PasswordSalts & { readonly verifier: Uint8Array; readonly hint: string })
    | undefined
}

/** A password that is known in plain and was stretched, which happens only where accounts are seeded. */
export interface PreparedPassword {
  /** What `users.password` is to hold. */
  readonly stored: string
}

/**
 * Stretches a password for a new account. It takes a while: do it before the unit of work that makes the
 * account.
 */
export async function preparePassword(random: Random, password: string): Promise<PreparedPassword> {
  const salts = {
    salt1: random.bytes(SALT1_BYTES + SALT1_CLIENT_BYTES),
    salt2: random.bytes(SALT2_BYTES),
  }
  const verifier = await passwordVerifier(password, salts)
  return { stored: serialize({ ...salts, verifier, hint: '' }) }
}

/**
 * The state of an account's two-step verification, with a new challenge where there is a password. Of
 * more than `challengesPerAccount` the oldest is void.
 *
 * Source: https://core.telegram.org/method/account.getPassword
 */
export async function getPassword(u: Unit, user: UserRow): Promise<PasswordState> {
  const fresh = {
    next: { salt1: u.random.bytes(SALT1_BYTES), salt2: u.random.bytes(SALT2_BYTES) },
    secureSalt: u.random.bytes(SALT1_BYTES),
    secureRandom: u.random.bytes(256),
  }
  const stored = parse(user)
  if (!stored) return { ...fresh, current: undefined }
  const { salt1, salt2, verifier, hint } = stored
  const srpId = u.random.bytes(8).readBigInt64LE(0)
  const { secret, b: srpB } = startSrp(u.random, verifier)
  await u.db.auth.deleteExpiredSrp(u.wallNow)
  const challenge = {
    id: srpId.toString(),
    accountId: user.id,
    secret,
    verifier,
    expiresAt: u.wallNow + u.limits.challengeSeconds,
  }
  await u.db.auth.addSrpChallenge(challenge, u.limits.challengesPerAccount)
  return { ...fresh, current: { salt1, salt2, srpId, srpB, hint } }
}

/**
 * Checks that a client knows the account's password. An account without one is proven by `empty`.
 * A challenge is used up by its first answer, and wrong answers are counted over all keys.
 *
 * @throws PASSWORD_HASH_INVALID, SRP_ID_INVALID, SRP_PASSWORD_CHANGED
 * @throws FLOOD_WAIT_%d after too many wrong passwords
 */
export async function provePassword(u: Unit, user: UserRow, proof: PasswordProof): Promise<void> {
  const stored = parse(user)
  if (!stored && proof.kind === 'empty') return
  if (!stored || proof.kind === 'empty') throw rpcError('PASSWORD_HASH_INVALID')
  const wait = floodWait(u, user)
  if (wait > 0) throw rpcError('FLOOD_WAIT_%d', { value: wait })
  const round = await u.db.auth.takeSrpChallenge(proof.srpId.toString())
  if (!round || round.accountId !== user.id || round.expiresAt < u.wallNow)
    throw rpcError('SRP_ID_INVALID', { keepsUnit: true })
  if (!secretEquals(round.verifier, stored.verifier))
    throw rpcError('SRP_PASSWORD_CHANGED', { keepsUnit: true })
  await takeTry(u, user)
  if (!checkSrp({ ...stored, secret: round.secret }, proof.a, proof.m1))
    throw rpcError('PASSWORD_HASH_INVALID', { keepsUnit: true })
  await u.db.users.update(user.id, { passwordFailures: 0 })
}

/**
 * Sets, changes or removes the password of an account.
 *
 * @throws as `provePassword` for the old one; NEW_SETTINGS_EMPTY, NEW_SETTINGS_INVALID, NEW_SALT_INVALID
 * Source: https://core.telegram.org/method/account.updatePasswordSettings
 */
export async function changePassword(
  u: Unit,
  user: UserRow,
  proof: PasswordProof,
  { password }: PasswordChange,
): Promise<void> {
  await provePassword(u, user, proof)
  if (password === undefined) throw rpcError('NEW_SETTINGS_EMPTY')
  if (password === 'remove') {
    await u.db.users.update(user.id, { password: null })
    return
  }
  const { salt1, salt2, verifier } = password
  if (salt1.length < SALT1_BYTES + SALT1_CLIENT_BYTES || salt2.length < SALT2_BYTES)
    throw rpcError('NEW_SALT_INVALID')
  if (!isVerifier(verifier)) throw rpcError('NEW_SETTINGS_INVALID')
  const hint = cleanLine(password.hint, HINT_MAX)
  await u.db.users.update(user.id, {
    password: serialize({ salt1, salt2, verifier: Buffer.from(verifier), hint }),
  })
}

/** Whether logging in needs the second step. */
export function hasPassword(user: UserRow): boolean {
  return user.password !== null
}

/** Seconds until the account's password may be tried again; 0 when it may be now. */
export function floodWait(u: Unit, user: UserRow): number {
  if (user.passwordFailures < u.limits.loginAttempts) return 0
  return Math.max(0, user.passwordFailedAt + u.limits.passwordFloodSeconds - u.now)
}

async function takeTry(u: Unit, user: UserRow): Promise<void> {
  // The wait is over: the count begins anew.
  if (user.passwordFailures >= u.limits.loginAttempts)
    await u.db.users.update(user.id, { passwordFailures: 0 })
  if (!(await u.db.users.takePasswordTry(user.id, u.now, u.limits.loginAttempts)))
    throw rpcError('FLOOD_WAIT_%d', { value: u.limits.passwordFloodSeconds })
}

interface PasswordJson {
  readonly salt1: string
  readonly salt2: string
  readonly verifier: string
  readonly hint: string
}

function serialize({ salt1, salt2, verifier, hint }: StoredPassword): string {
  const json: PasswordJson = { salt1: hex(salt1), salt2: hex(salt2), verifier: hex(verifier), hint }
  return JSON.stringify(json)
}

function parse(user: UserRow): StoredPassword | undefined {
  if (user.password === null) return undefined
  const { salt1, salt2, verifier, hint } = JSON.parse(user.password) as PasswordJson
  return { salt1: bytes(salt1), salt2: bytes(salt2), verifier: bytes(verifier), hint }
}

function hex(value: Uint8Array): string {
  return Buffer.from(value).toString('hex')
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'hex')
}
