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

  /** A 32-bit number within its bounds; what does not begin with digits is 0. */
  integer(name: string, { min = INT32_MIN, max = INT32_MAX, fallback = 0 }: IntegerBounds): number {
    const value = this.raw(name)
    const number = value === '' ? fallback : leadingInteger(value)
    return Math.min(Math.max(number, min), max)
  }

  /** Whether the text is `true`, `yes` or `1` in any case; everything else is no. */
  flag(name: string): boolean {
    return ['true', 'yes', '1'].includes(this.raw(name).toLowerCase())
  }
}

/** The number that a text begins with, 0 where it begins with none; digits may be followed by anything. */
export function leadingInteger(text: string): number {
  // The sum turns -0 into 0.
  return Number(/^-?\d+/.exec(text)?.[0] ?? 0) + 0
}
