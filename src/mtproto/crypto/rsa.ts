import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { UserError } from '../../core/user-error.ts'
import { sha1 } from './hash.ts'

/** The RSA key that clients know the server by. */
export interface ServerKey {
  /** PKCS#1 "BEGIN RSA PRIVATE KEY". A secret: only for the key file. */
  readonly privatePem: string
  /** PKCS#1 "BEGIN RSA PUBLIC KEY", 425 bytes, no newline at the end. */
  readonly publicPem: string
  /** The lower 64 bits of SHA-1 over n and e as TL strings; signed, as TL's `long` is read. */
  readonly fingerprint: bigint
  /** The fingerprint as 16 lower-case hex digits, unsigned, most significant first. */
  readonly fingerprintHex: string
  /** Modulus, 256 bytes, big endian. */
  readonly n: Buffer
  /** Public exponent, big endian without leading zeros: 010001. */
  readonly e: Buffer
  /**
   * The bare RSA private operation without any padding, on exactly 256 bytes.
   *
   * @throws Error when the number is not below the modulus
   */
  decryptRaw(data: Buffer): Buffer
}

const MODULUS_BITS = 2048
const PUBLIC_EXPONENT = 65537

/**
 * Makes a new server key. Blocks for some hundred milliseconds; meant for the first start.
 *
 * A key is thrown away while its fingerprint begins with a zero digit (1 of 16): mtcute and
 * @mtproto/core compare the fingerprint with and without leading zeros and would never find it.
 */
export function generateServerKey(): ServerKey {
  for (;;) {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: MODULUS_BITS,
      publicExponent: PUBLIC_EXPONENT,
    })
    const key = toServerKey(privateKey)
    if (isUsableFingerprint(key)) return key
  }
}

/**
 * Reads a server key that `generateServerKey` made earlier, or one made by hand.
 *
 * @param pem an unencrypted RSA private key, PKCS#1 (PKCS#8 is understood as well)
 * @throws UserError when it is no such key, or one that clients cannot use
 */
export function loadServerKey(pem: string): ServerKey {
  const key = toServerKey(readPrivateKey(pem))
  if (!isUsableFingerprint(key)) {
    throw wrongKey(
      `The fingerprint ${key.fingerprintHex} of the server key begins with a zero, ` +
        'which mtcute and @mtproto/core do not find.',
    )
  }
  return key
}

function readPrivateKey(pem: string): KeyObject {
  let privateKey: KeyObject
  try {
    privateKey = createPrivateKey(pem)
  } catch (cause) {
    throw wrongKey('The server key is not an unencrypted private key in PEM form.', { cause })
  }
  const details = privateKey.asymmetricKeyDetails
  if (
    privateKey.asymmetricKeyType !== 'rsa' ||
    details?.modulusLength !== MODULUS_BITS ||
    details.publicExponent !== BigInt(PUBLIC_EXPONENT)
  ) {
    throw wrongKey(
      `The server key is not an RSA key of ${MODULUS_BITS} bits with exponent ${PUBLIC_EXPONENT}.`,
    )
  }
  return privateKey
}

function wrongKey(what: string, options?: ErrorOptions): UserError {
  return new UserError(
    'SERVER_KEY_INVALID',
    what,
    'Remove the key file so that a new key is made, or put a right one in its place.',
    options,
  )
}

function isUsableFingerprint(key: ServerKey): boolean {
  return !key.fingerprintHex.startsWith('0')
}

function toServerKey(privateKey: KeyObject): ServerKey {
  const publicKey = createPublicKey(privateKey)
  const jwk = publicKey.export({ format: 'jwk' })
  const n = Buffer.from(jwk.n ?? '', 'base64url')
  const e = Buffer.from(jwk.e ?? '', 'base64url')
  const fingerprint = rsaFingerprint(n, e)
  return {
    privatePem: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'pkcs1', format: 'pem' }).toString().trimEnd(),
    fingerprint,
    fingerprintHex: BigInt.asUintN(64, fingerprint).toString(16).padStart(16, '0'),
    n,
    e,
    // Synchronous, since Node offers the private operation in no other way: below 1 ms.
    decryptRaw: (data) =>
      privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, data),
  }
}

/**
 * The fingerprint by which clients name an RSA key: the lower 64 bits of SHA-1 over modulus and
 * exponent as TL strings (the bare type rsa_public_key), signed.
 *
 * Source: https://core.telegram.org/mtproto/auth_key#dh-exchange-initiation
 */
export function rsaFingerprint(n: Buffer, e: Buffer): bigint {
  return sha1(tlString(n), tlString(e)).readBigInt64LE(12)
}

function tlString(bytes: Buffer): Buffer {
  const head =
    bytes.length < 254
      ? Buffer.from([bytes.length])
      : Buffer.from([254, bytes.length & 0xff, bytes.length >> 8, 0])
  return Buffer.concat([head, bytes, Buffer.alloc(-(head.length + bytes.length) & 3)])
}
