import { createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto'
import { DH_GENERATOR, DH_PRIME } from './dh-prime.ts'

/** Bytes of a number of the group. */
export const DH_BYTES = 256

/**
 * A secret exponent of Telegram's group, with which node:crypto computes powers: natively, in time
 * that does not tell the exponent, and some eight times faster than BigInt does.
 */
export interface DhExponent {
  /** g^x mod p, 256 bytes, big endian. */
  publicValue(): Buffer
  /**
   * base^x mod p, 256 bytes, big endian, leading zeros kept.
   *
   * @param base big endian, not above 256 bytes
   * @throws Error for a base that is 0, 1, p - 1 or above, or whose power is 1
   */
  power(base: Uint8Array): Buffer
}

/**
 * Takes a secret exponent.
 *
 * Keys go through DER and KeyObject because `createDiffieHellman(prime)` proves the
 * primality of the prime anew in each call, which blocks for 0.3 s.
 *
 * @param exponent big endian, not zero
 */
export function dhExponent(exponent: Uint8Array): DhExponent {
  const privateKey = createPrivateKey({ key: privateDer(exponent), format: 'der', type: 'pkcs8' })
  return {
    publicValue: () =>
      publicValueOf(createPublicKey(privateKey).export({ format: 'der', type: 'spki' })),
    power(base) {
      const publicKey = createPublicKey({ key: publicDer(base), format: 'der', type: 'spki' })
      return leftPad(diffieHellman({ privateKey, publicKey }))
    },
  }
}

function leftPad(value: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(DH_BYTES - value.length), value])
}

// --- The few DER forms in which node:crypto takes DH keys (PKCS#3, RFC 3279, RFC 5208) ---

const SEQUENCE = 0x30
const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...derLength(content.length)]), content])
}

/** At most 65535, more than any key here has. */
function derLength(length: number): number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

/** DER's integer: as few bytes as possible, and a zero before a first bit that would be a sign. */
function derInteger(value: Uint8Array): Buffer {
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

function privateDer(exponent: Uint8Array): Buffer {
  const version = derInteger(Buffer.alloc(1))
  return der(SEQUENCE, version, ALGORITHM, der(OCTET_STRING, derInteger(exponent)))
}

function publicDer(value: Uint8Array): Buffer {
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
