import { rpcError } from '../../core/rpc-error.ts'
import { secretEquals } from '../../core/random.ts'
import type { LoginCodeRow } from '../../store/tables/auth.ts'
import type { Unit } from '../context.ts'
import { checkApiId } from './api-id.ts'
import { floodWait } from './password.ts'
import { phoneDigits, testCodeOf } from './phone.ts'

const CODE_DIGITS = 5
const CODE_HASH_BYTES = 9

/** How a code is said to travel, in the order in which auth.resendCode goes on. */
const DELIVERIES = ['app', 'sms', 'call'] as const
export type CodeDelivery = (typeof DELIVERIES)[number]

/** What auth.sendCode and auth.resendCode tell. The code itself is read from the control API. */
export interface SentCode {
  readonly codeHash: string
  readonly delivery: CodeDelivery
  /** What resending would use; absent when nothing is left. */
  readonly next: CodeDelivery | undefined
  /** Number of digits. */
  readonly length: number
}

/**
 * Makes a login code for a phone number. Codes sent before stay good, so that several clients may log in
 * at once; of more than `loginCodesPerPhone` the oldest is void. Test numbers `99966XYYYY` always get
 * XXXXX. Codes expire by the wall's time and not by business time: the one who types them is a person or
 * a client, whose clock no test moves.
 *
 * @throws API_ID_INVALID, PHONE_NUMBER_INVALID
 * @throws PHONE_PASSWORD_FLOOD after too many wrong passwords for the account
 * Source: https://core.telegram.org/method/auth.sendCode
 */
export async function sendCode(
  u: Unit,
  phoneNumber: string,
  apiId: number,
  apiHash: string,
): Promise<SentCode> {
  checkApiId(apiId, apiHash)
  const phone = phoneDigits(phoneNumber)
  const user = await u.db.users.byPhone(phone)
  if (user && floodWait(u, user) > 0) throw rpcError('PHONE_PASSWORD_FLOOD')
  const hasApp = user !== undefined && (await u.db.auth.authorizationsOf(user.id)).length > 0
  const row: LoginCodeRow = {
    phone,
    codeHash: u.random.bytes(CODE_HASH_BYTES).toString('hex'),
    code: testCodeOf(phone) ?? randomCode(u),
    expiresAt: u.wallNow + u.limits.loginCodeSeconds,
    attempts: 0,
    // A code goes to the account's other sessions first, where there are any.
    resends: DELIVERIES.indexOf(hasApp ? 'app' : 'sms'),
    verifiedKeyId: null,
  }
  await u.db.auth.addCode(row, u.limits.loginCodesPerPhone)
  return sentCode(row)
}

/**
 * Sends the same code by the next means.
 *
 * @throws PHONE_NUMBER_INVALID, PHONE_CODE_HASH_EMPTY, PHONE_CODE_EXPIRED, SEND_CODE_UNAVAILABLE
 * Source: https://core.telegram.org/method/auth.resendCode
 */
export async function resendCode(
  u: Unit,
  phoneNumber: string,
  codeHash: string,
): Promise<SentCode> {
  const row = await requireCode(u, phoneNumber, codeHash)
  const resends = row.resends + 1
  if (resends >= DELIVERIES.length) throw rpcError('SEND_CODE_UNAVAILABLE')
  const patch = { resends, expiresAt: u.wallNow + u.limits.loginCodeSeconds }
  await u.db.auth.updateCode(row.codeHash, patch)
  return sentCode({ ...row, ...patch })
}

/**
 * Makes a code void.
 *
 * @throws PHONE_NUMBER_INVALID, PHONE_CODE_HASH_EMPTY, PHONE_CODE_EXPIRED
 * Source: https://core.telegram.org/method/auth.cancelCode
 */
export async function cancelCode(u: Unit, phoneNumber: string, codeHash: string): Promise<void> {
  const row = await requireCode(u, phoneNumber, codeHash)
  await u.db.auth.deleteCode(row.codeHash)
}

/**
 * The code under which a client logs in, as long as it lives.
 *
 * @throws PHONE_NUMBER_INVALID, PHONE_CODE_HASH_EMPTY; PHONE_CODE_EXPIRED also for another hash and
 *   after too many wrong codes
 */
export async function requireCode(
  u: Unit,
  phoneNumber: string,
  codeHash: string,
): Promise<LoginCodeRow> {
  const phone = phoneDigits(phoneNumber)
  if (codeHash === '') throw rpcError('PHONE_CODE_HASH_EMPTY')
  const row = await u.db.auth.code(codeHash)
  if (row?.phone !== phone || row.expiresAt <= u.wallNow) throw rpcError('PHONE_CODE_EXPIRED')
  return row
}

/**
 * Checks what a person typed. A wrong code counts; after `loginAttempts` of them the code is void, and
 * after `loginAttemptsPerPhone` at all codes of the phone together everybody has to wait.
 *
 * @throws PHONE_CODE_EMPTY, PHONE_CODE_INVALID, PHONE_CODE_EXPIRED, FLOOD_WAIT_%d
 */
export async function proveCode(u: Unit, row: LoginCodeRow, code: string): Promise<void> {
  if (code === '') throw rpcError('PHONE_CODE_EMPTY')
  if (!(await u.db.auth.takeCodeTry(row.codeHash, u.limits.loginAttempts)))
    throw rpcError('PHONE_CODE_EXPIRED')
  await takePhoneTry(u, row.phone)
  if (!same(row.code, code)) throw rpcError('PHONE_CODE_INVALID', { keepsUnit: true })
  // Who knows the code did not guess.
  await u.db.auth.forgetTries(row.phone)
}

async function takePhoneTry(u: Unit, phone: string): Promise<void> {
  const { loginCodeSeconds, loginAttemptsPerPhone } = u.limits
  const end = u.wallNow + loginCodeSeconds
  if (await u.db.auth.takePhoneTry(phone, u.wallNow, end, loginAttemptsPerPhone)) return
  const until = (await u.db.auth.triesUntil(phone)) ?? end
  throw rpcError('FLOOD_WAIT_%d', {
    value: until - u.wallNow,
    reason: `${loginAttemptsPerPhone} wrong login codes were tried for this number`,
  })
}

/**
 * The code that the owner of a phone number would read now: the one sent last, or a test number's fixed
 * one.
 */
export async function loginCodeOf(u: Unit, phone: string): Promise<string | undefined> {
  return (await u.db.auth.newestCode(phone, u.wallNow))?.code ?? testCodeOf(phone)
}

function sentCode({ codeHash, code, resends }: LoginCodeRow): SentCode {
  const delivery = DELIVERIES[resends]
  if (delivery === undefined) throw new Error(`no delivery ${resends}`)
  return { codeHash, delivery, next: DELIVERIES[resends + 1], length: code.length }
}

function randomCode(u: Unit): string {
  return String(u.random.int(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')
}

function same(a: string, b: string): boolean {
  return secretEquals(Buffer.from(a), Buffer.from(b))
}
