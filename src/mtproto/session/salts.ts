import { createHmac } from 'node:crypto'

/**
 * Seconds a server salt is the current one
 * (https://core.telegram.org/mtproto/description#server-salt).
 */
export const SALT_SECONDS = 1800

/** One entry of future_salts; times in unix seconds. */
export interface FutureSalt {
  readonly validSince: number
  readonly validUntil: number
  readonly salt: bigint
}

/**
 * Server salts of one auth key. They are derived, not stored (ARCHITECTURE.md): the salt of a half hour
 * is a keyed MAC of the key's identifier and that half hour. The secret is of one process, which forgets
 * with its end what messages it had: a packet that was sent to another one has none of these salts, so
 * that nobody can send it once more. Clients whose salt is of before are told the new one, and repeat.
 */
export class KeySalts {
  readonly #secret: Buffer
  readonly #keyWire: Buffer
  #window = -1
  #previous = 0n
  #current = 0n
  #next = 0n
  /** What `future` told last, from the window of that time on: to derive salts costs, to ask is cheap. */
  #foretold: FutureSalt[] = []

  /**
   * @param secret the process's salt secret
   * @param keyWire auth_key_id as its 8 wire bytes
   */
  constructor(secret: Buffer, keyWire: Buffer) {
    this.#secret = secret
    this.#keyWire = keyWire
  }

  /** The salt clients should use at this wall time. */
  current(nowMs: number): bigint {
    this.#moveTo(nowMs)
    return this.#current
  }

  /**
   * Whether a message with this salt is accepted: the current one, the previous one (for 1800
   * seconds more, as documented) and the next one, for clients whose clock runs ahead.
   */
  accepts(salt: bigint, nowMs: number): boolean {
    this.#moveTo(nowMs)
    return salt === this.#current || salt === this.#previous || salt === this.#next
  }

  /** The current and the following salts, at most `count`. */
  future(nowMs: number, count: number): FutureSalt[] {
    const first = windowOf(nowMs)
    if (this.#foretold[0]?.validSince !== first * SALT_SECONDS) this.#foretold = []
    for (let window = first + this.#foretold.length; window < first + count; window++) {
      this.#foretold.push({
        validSince: window * SALT_SECONDS,
        validUntil: (window + 2) * SALT_SECONDS,
        salt: this.#derive(window),
      })
    }
    return this.#foretold.slice(0, count)
  }

  #moveTo(nowMs: number): void {
    const window = windowOf(nowMs)
    if (window === this.#window) return
    this.#window = window
    this.#previous = this.#derive(window - 1)
    this.#current = this.#derive(window)
    this.#next = this.#derive(window + 1)
  }

  #derive(window: number): bigint {
    const counter = Buffer.alloc(8)
    counter.writeBigInt64LE(BigInt(window))
    const mac = createHmac('sha256', this.#secret).update(this.#keyWire).update(counter).digest()
    // Zero means "no salt yet" to clients, so it is never handed out.
    return mac.readBigInt64LE(0) || mac.readBigInt64LE(8) || 1n
  }
}

function windowOf(nowMs: number): number {
  return Math.floor(nowMs / 1000 / SALT_SECONDS)
}
