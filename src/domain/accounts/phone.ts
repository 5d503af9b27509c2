import { rpcError } from '../../core/rpc-error.ts'
import type { Unit } from '../context.ts'

/** Numbers of the range that is chosen from while it lasts: one X, so that their code is known. */
const TEST_NUMBERS = 10_000

/**
 * The digits of a phone number, without `+`, blanks and the like.
 *
 * @throws PHONE_NUMBER_INVALID unless 7 to 15 digits are left (ITU-T E.164)
 */
export function phoneDigits(text: string): string {
  const digits = text.replaceAll(/[\s+().-]/g, '')
  if (!/^[1-9]\d{6,14}$/.test(digits)) throw rpcError('PHONE_NUMBER_INVALID')
  return digits
}

/**
 * The login code of Telegram's test numbers `99966XYYYY`: X five times. Undefined for other numbers.
 *
 * Source: https://core.telegram.org/api/auth#test-accounts (any X here, 1 to 3 there)
 */
export function testCodeOf(phone: string): string | undefined {
  const x = /^99966(\d)\d{4}$/.exec(phone)?.[1]
  return x?.repeat(5)
}

/** A number that nobody has: `999662YYYY` first, then `888...` numbers, whose codes are random. */
export async function freePhone(u: Unit): Promise<string> {
  for (;;) {
    const n = await u.db.meta.next('phone', 0)
    const phone =
      n < TEST_NUMBERS ? `999662${String(n).padStart(4, '0')}` : `888${String(n).padStart(8, '0')}`
    if (!(await u.db.users.byPhone(phone))) return phone
  }
}
