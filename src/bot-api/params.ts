import { trimBlanks } from '../core/text/clean.ts'
import { badRequest } from './errors.ts'

/** Bounds of a number; what lies outside is moved to the nearest, never refused. */
export interface IntegerBounds {
  readonly min?: number
  readonly max?: number
  /** Taken where the parameter is absent or empty. */
  readonly fallback?: number
}

const INT32_MIN = -(2 ** 31)
const INT32_MAX = 2 ** 31 - 1

/**
 * Parameters of one call. Everything is text here, however it came; where a name comes twice the first
 * counts, and the query string comes before the body, as on Telegram's server.
 *
 * Spec: section 6.1 (clamping, booleans).
 */
export class Params {
  readonly #values = new Map<string, string>()
  readonly #files = new Map<string, Buffer>()

  /** Adds parameters; those that are there already stay. */
  add(entries: Iterable<readonly [name: string, value: string]>): void {
    for (const [name, value] of entries) if (!this.#values.has(name)) this.#values.set(name, value)
  }

  /** Adds the bytes of a file of a form. */
  addFile(name: string, bytes: Buffer): void {
    if (!this.#files.has(name)) this.#files.set(name, bytes)
  }

  /**
   * A file that came with the call, under the parameter's own name or under the one that it names by
   * `attach://`.
   */
  file(name: string): Buffer | undefined {
    const attached = /^attach:\/\/(.+)$/s.exec(this.raw(name))?.[1]
    return this.#files.get(attached ?? name)
  }

  /** Whether the parameter came at all, be it empty. */
  has(name: string): boolean {
    return this.#values.has(name)
  }

  /** The text as it came; empty where the parameter is absent. */
  raw(name: string): string {
    return this.#values.get(name) ?? ''
  }

  /**
   * A text that people will read.
   *
   * @throws BotApiError 400 for bytes that are no UTF-8 (half a surrogate pair counts as such)
   */
  text(name: string): string {
    const value = this.raw(name)
    if (!value.isWellFormed()) throw badRequest('strings must be encoded in UTF-8')
    return value
  }

  /**
   * A 32-bit number within its bounds. A number that 32 bits do not hold wraps around first, so that
   * milliseconds given for seconds are some other date, as on Telegram's server (Client.cpp get_integer_arg).
   */
  integer(name: string, { min = INT32_MIN, max = INT32_MAX, fallback = 0 }: IntegerBounds): number {
    const value = this.raw(name)
    const number = value === '' ? fallback : Number(wrappedInteger(value, 32))
    return Math.min(Math.max(number, min), max)
  }

  /**
   * Whether the text is `true`, `yes` or `1` in any case, be there spaces around it; everything else is no
   * (Client.cpp to_bool).
   */
  flag(name: string): boolean {
    return ['true', 'yes', '1'].includes(trimBlanks(this.raw(name)).toLowerCase())
  }
}

/**
 * The number that a text begins with, as Telegram's server reads every number: a minus and digits, 0 where
 * there are none, anything may follow; what is too large for its bits wraps around (td misc.h to_integer).
 */
export function wrappedInteger(text: string, bits: 32 | 64): bigint {
  const [, sign, digits = ''] = /^(-?)(\d*)/.exec(text) ?? []
  // 2^n divides 10^n, so the last n digits are all that n bits ever see.
  const size = BigInt(digits.slice(-bits) || 0)
  return BigInt.asIntN(bits, sign === '-' ? -size : size)
}

/** The same for ids of 64 bits, such as `user_id` and `chat_id`. No account or chat has one beyond 2^53. */
export function leadingInteger(text: string): number {
  return Number(wrappedInteger(text, 64))
}
