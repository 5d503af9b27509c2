import type { Random } from '../../core/random.ts'

/** The number that a client must factorise before it may send req_DH_params. */
export interface PqChallenge {
  /** p * q, exactly 8 bytes, big endian, below 2^62. */
  readonly pq: Buffer
  /** The smaller prime, exactly 4 bytes, big endian. */
  readonly p: Buffer
  /** The larger prime, exactly 4 bytes, big endian. */
  readonly q: Buffer
}

const LOWEST = 2 ** 30

/**
 * Makes two different primes between 2^30 and 2^31, and their product.
 *
 * Both have exactly 4 bytes, because some clients serialise them with that fixed length, and stay
 * positive as signed 32-bit numbers; so does the product as a signed 64-bit one.
 *
 * Source: https://core.telegram.org/mtproto/auth_key#dh-exchange-initiation
 */
export function generatePq(random: Random): PqChallenge {
  const first = randomPrime(random)
  let second = randomPrime(random)
  while (second === first) second = randomPrime(random)
  const p = Math.min(first, second)
  const q = Math.max(first, second)

  const pq = Buffer.alloc(8)
  pq.writeBigUInt64BE(BigInt(p) * BigInt(q))
  return { pq, p: bigEndian(p), q: bigEndian(q) }
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function randomPrime(random: Random): number {
  for (;;) {
    const odd = LOWEST + 2 * random.int(LOWEST / 2) + 1
    if (isPrime(odd)) return odd
  }
}

/** Spare most candidates the dearer test. */
const SMALL_PRIMES = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]

/** With these bases the Miller-Rabin test is exact below 4 759 123 141 (Jaeschke 1993). */
const BASES = [2, 7, 61]

/** Whether an odd number between 2^30 and 2^31 is prime; exact. */
function isPrime(n: number): boolean {
  return (
    SMALL_PRIMES.every((prime) => n % prime !== 0) && BASES.every((base) => passesBase(base, n))
  )
}

/** One round of Miller-Rabin: base^odd is 1, or one of its squarings below n - 1 is n - 1. */
function passesBase(base: number, n: number): boolean {
  let odd = n - 1
  let squarings = 0
  while (odd % 2 === 0) {
    odd /= 2
    squarings++
  }
  let power = 1
  for (let square = base; odd > 0; odd = Math.floor(odd / 2)) {
    if (odd % 2 === 1) power = multiply(power, square, n)
    square = multiply(square, square, n)
  }
  if (power === 1 || power === n - 1) return true
  for (let i = 1; i < squarings; i++) {
    power = multiply(power, power, n)
    if (power === n - 1) return true
  }
  return false
}

/** a * b mod n below 2^31: in two halves, so that no step exceeds the 53 exact bits of a number. */
function multiply(a: number, b: number, n: number): number {
  const high = (a * (b >>> 16)) % n
  return (high * 0x10000 + a * (b & 0xffff)) % n
}
