import { createPrivateKey, createPublicKey, diffieHellman, randomBytes } from 'node:crypto'
import { DH_GENERATOR, DH_PRIME } from '../../core/dh-prime.ts'

const VALUE_BYTES = 256

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

/**
 * Starts an exchange in Telegram's group, with a new secret exponent.
 *
 * Keys go through DER and KeyObject because `createDiffieHellman(prime)` proves the
 * primality of the prime anew in each call, which blocks for 0.3 s.
 */
export function createDhExchange(): DhExchange {
  for (;;) {
    const privateKey = createPrivateKey({
      key: privateDer(randomBytes(EXPONENT_BYTES)),
      format: 'der',
      type: 'pkcs8',
    })
    const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
    const gA = publicValueOf(spki)
    // Never seen to fail with a 320-bit exponent, but clients make the same check.
    if (!isGoodPublicValue(gA)) continue
    return {
      gA,
      agree(gB) {
        const publicKey = createPublicKey({ key: publicDer(gB), format: 'der', type: 'spki' })
        return leftPad(diffieHellman({ privateKey, publicKey }))
      },
    }
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
  if (value.length !== VALUE_BYTES) return false
  const v = BigInt(`0x${value.toString('hex')}`)
  return v >= MARGIN && v <= PRIME - MARGIN
}

function leftPad(value: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(VALUE_BYTES - value.length), value])
}

// --- The few DER forms in which node:crypto takes DH keys (PKCS#3, RFC 3279, RFC 5208) ---

const SEQUENCE = 0x30
const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...derLength(content.length)]), content])
}

/** At most 65535, more than any key here has. */
function derLength(length: number): number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

/** DER's integer: as few bytes as possible, and a zero before a first bit that would be a sign. */
function derInteger(value: Buffer): Buffer {
  let start = 0
  while (start < value.length - 1 && value[start] === 0) start++
  const bytes = value.subarray(start)
  const signed = (bytes[0] ?? 0) & 0x80
  return der(INTEGER, signed ? Buffer.alloc(1) : Buffer.alloc(0), bytes)
}

/** dhKeyAgreement (1.2.840.113549.1.3.1) with prime and generator. */
const ALGORITHM = der(
  SEQUENCE,
  Buffer.from('06092a864886f70d010301', 'hex'),
  der(SEQUENCE, derInteger(DH_PRIME), derInteger(Buffer.from([DH_GENERATOR]))),
)

function privateDer(exponent: Buffer): Buffer {
  const version = derInteger(Buffer.alloc(1))
  return der(SEQUENCE, version, ALGORITHM, der(OCTET_STRING, derInteger(exponent)))
}

function publicDer(value: Buffer): Buffer {
  return der(SEQUENCE, ALGORITHM, der(BIT_STRING, Buffer.alloc(1), derInteger(value)))
}

/**
 * The public value in a SubjectPublicKeyInfo, as 256 bytes. The form is always
 * SEQUENCE { algorithm, BIT STRING { 00, INTEGER } }; the integer may be shorter than the prime.
 */
function publicValueOf(spki: Buffer): Buffer {
  const info = derElement(spki, 0)
  const algorithm = derElement(spki, info.start)
  const bitString = derElement(spki, algorithm.end)
  const integer = derElement(spki, bitString.start + 1)
  const value = spki.subarray(integer.start, integer.end)
  return leftPad(value[0] === 0 ? value.subarray(1) : value)
}

/** Where the content of the DER element at `offset` begins and ends. */
function derElement(bytes: Buffer, offset: number): { start: number; end: number } {
  const first = bytes.readUInt8(offset + 1)
  if (first < 0x80) return { start: offset + 2, end: offset + 2 + first }
  const lengthBytes = first & 0x7f
  const start = offset + 2 + lengthBytes
  return { start, end: start + bytes.readUIntBE(offset + 2, lengthBytes) }
}
