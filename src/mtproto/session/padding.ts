import type { Random } from '../../core/random.ts'

const POOL_BYTES = 8192

/**
 * Random padding, taken from the CSPRNG in large pieces: asking it for each packet costs more than
 * AES.
 */
export class Padding {
  readonly #random: Random
  #pool: Buffer = Buffer.alloc(0)
  #used = 0

  constructor(random: Random) {
    this.#random = random
  }

  /**
   * Fills `target` from `start` to its end (at most a few dozen bytes) with random bytes, each used
   * once.
   */
  fill(target: Buffer, start: number): void {
    const length = target.length - start
    if (this.#used + length > this.#pool.length) {
      this.#pool = this.#random.bytes(Math.max(POOL_BYTES, length))
      this.#used = 0
    }
    this.#pool.copy(target, start, this.#used, this.#used + length)
    this.#used += length
  }
}
