import { randomBytes, randomFillSync, timingSafeEqual } from 'node:crypto'

/** Source of randomness. Everything secret (hashes, keys, nonces) comes from a CSPRNG. */
export interface Random {
  /** `length` cryptographically random bytes. */
  bytes(length: number): Buffer
  /** A uniformly random integer in [0, below). `below` is at most 2^32. */
  int(below: number): number
}

/** Bytes asked of the CSPRNG at once: a small request costs as much as one for this many. */
const POOL_BYTES = 4096
/** Longest piece that is taken out of the pool. */
const POOLED_MAX = 64

const pool = Buffer.alloc(POOL_BYTES)
let used = POOL_BYTES

/** A few random bytes, each given out once and then wiped. */
function fromPool(length: number): Buffer {
  if (used + length > POOL_BYTES) {
    randomFillSync(pool)
    used = 0
  }
  // Of its own memory, so that nobody who holds it can see the pool.
  const bytes = Buffer.alloc(length)
  pool.copy(bytes, 0, used, used + length)
  pool.fill(0, used, used + length)
  used += length
  return bytes
}

/** The operating system's CSPRNG. */
export const systemRandom: Random = {
  bytes: (length) => (length <= POOLED_MAX ? fromPool(length) : randomBytes(length)),
  int(below) {
    if (!Number.isSafeInteger(below) || below < 1 || below > 0x1_0000_0000) {
      throw new RangeError(`random bound out of range: ${below}`)
    }
    // Rejection keeps the result uniform when `below` does not divide 2^32.
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % below)
    for (;;) {
      const value = randomBytes(4).readUInt32LE(0)
      if (value < limit) return value % below
    }
  },
}

/** Compares two secrets without telling by its duration where they differ. */
export function secretEquals(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
