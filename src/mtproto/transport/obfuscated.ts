import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import type { Framing } from './codec.ts'

/** Bytes of the header that opens an obfuscated stream. */
export const OBFUSCATED_HEADER_BYTES = 64

/** Framing by the tag at offset 56 of the decrypted header. */
const FRAMINGS: ReadonlyMap<number, Framing> = new Map([
  [0xefefefef, 'abridged'],
  [0xeeeeeeee, 'intermediate'],
  [0xdddddddd, 'padded'],
])

/** First words that an obfuscated header must not have: HEAD, POST, GET, OPTI, the tags, a TLS record. */
const FORBIDDEN_FIRST_WORDS: ReadonlySet<number> = new Set([
  0x44414548, 0x54534f50, 0x20544547, 0x4954504f, 0xdddddddd, 0xeeeeeeee, 0x02010316,
])

/** An obfuscated stream whose header was understood. */
export interface ObfuscatedStream {
  readonly framing: Framing
  /** DC field of the header: 10000 is added for test servers, media servers are negative, or garbage. */
  readonly dcHint: number
  /** Whether an MTProxy secret was needed to read the header. */
  readonly viaSecret: boolean
  /** Decrypts what follows the header, in order. */
  readonly decrypt: (bytes: Buffer) => Buffer
  /** Encrypts what goes to the client, in order. */
  readonly encrypt: (bytes: Buffer) => Buffer
}

/**
 * Whether these first 8 bytes belong to another transport, so that no client may begin an obfuscated
 * header with them.
 */
export function isForbiddenHeader(header: Buffer): boolean {
  return (
    header.readUInt8(0) === 0xef ||
    FORBIDDEN_FIRST_WORDS.has(header.readUInt32LE(0)) ||
    header.readUInt32LE(4) === 0
  )
}

/**
 * Reads the header of an obfuscated stream: AES-256-CTR with keys from the header itself, first as a
 * direct client makes them, then with each MTProxy secret. Undefined if no way gives a known framing.
 * See https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation
 *
 * @param header exactly the first 64 bytes of the stream
 * @param secrets 16 bytes each, from `proxySecretKey`
 */
export function openObfuscated(
  header: Buffer,
  secrets: readonly Buffer[],
): ObfuscatedStream | undefined {
  for (const secret of [undefined, ...secrets]) {
    const stream = tryOpen(header, secret)
    if (stream !== undefined) return stream
  }
  return undefined
}

function tryOpen(header: Buffer, secret: Buffer | undefined): ObfuscatedStream | undefined {
  const incoming = createDecipheriv('aes-256-ctr', key(header, secret), header.subarray(40, 56))
  const plain = incoming.update(header)
  const framing = FRAMINGS.get(plain.readUInt32LE(56))
  if (framing === undefined) return undefined
  const reversed = Buffer.from(header).reverse()
  const outgoing = createCipheriv('aes-256-ctr', key(reversed, secret), reversed.subarray(40, 56))
  return {
    framing,
    dcHint: plain.readInt16LE(60),
    viaSecret: secret !== undefined,
    decrypt: (bytes) => incoming.update(bytes),
    encrypt: (bytes) => outgoing.update(bytes),
  }
}

function key(header: Buffer, secret: Buffer | undefined): Buffer {
  const own = header.subarray(8, 40)
  return secret === undefined ? own : createHash('sha256').update(own).update(secret).digest()
}
