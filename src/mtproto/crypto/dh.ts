import { randomBytes } from 'node:crypto'
import { DH_BYTES, dhExponent } from '../../core/dh-group.ts'
import { DH_PRIME } from '../../core/dh-prime.ts'

/**
 * Length of the server's secret exponent. It need not be as long as the prime: the prime is safe, so
 * the only way to use a short exponent is a search of half its bits, 2^160 steps here, far beyond
 * the strength of the 2048-bit group itself (about 2^112; RFC 7919 asks for 225 bits). A
 * full exponent would make both steps six times slower. That also makes it needless to share one
 * g^a between handshakes: each has its own secret.
 */
const EXPONENT_BYTES = 40

/** One server side of the Diffie-Hellman exchange. */
export interface DhExchange {
  /** g^a mod p, 256 bytes, big endian. */
  readonly gA: Buffer
  /**
   * The common secret g^ab mod p.
   *
   * @param gB the client's g^b, 256 bytes, that passed `isGoodPublicValue`
   * @returns 256 bytes, big endian, leading zeros kept: the auth key
   */
  agree(gB: Buffer): Buffer
}

/** Starts an exchange in Telegram's group, with a new secret exponent. */
export function createDhExchange(): DhExchange {
  for (;;) {
    const secret = dhExponent(randomBytes(EXPONENT_BYTES))
    const gA = secret.publicValue()
    // Never seen to fail with a 320-bit exponent, but clients make the same check.
    if (isGoodPublicValue(gA)) return { gA, agree: (gB) => secret.power(gB) }
  }
}

const PRIME = BigInt(`0x${DH_PRIME.toString('hex')}`)
const MARGIN = 1n << 1984n

/**
 * Whether a g_a or g_b is neither trivial nor suspiciously small or large:
 * 1 < v < p - 1 and 2^(2048-64) <= v <= p - 2^(2048-64).
 *
 * @param value big endian, 256 bytes
 *
 * Source: https://core.telegram.org/mtproto/security_guidelines#g-a-and-g-b-validation
 */
export function isGoodPublicValue(value: Buffer): boolean {
  if (value.length !== DH_BYTES) return false
  const v = BigInt(`0x${value.toString('hex')}`)
  return v >= MARGIN && v <= PRIME - MARGIN
}
