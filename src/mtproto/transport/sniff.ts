import type { Framing } from './codec.ts'
import { FULL_OVERHEAD } from './full.ts'
import { OBFUSCATED_HEADER_BYTES, openObfuscated } from './obfuscated.ts'
import type { ObfuscatedStream } from './obfuscated.ts'

/** What the first bytes of a stream turned out to be. */
export type Sniffed =
  /** Bare MTProto. `tagBytes` go before the first frame. */
  | { readonly form: 'mtproto'; readonly framing: Framing; readonly tagBytes: number }
  | { readonly form: 'obfuscated'; readonly stream: ObfuscatedStream }
  | { readonly form: 'http' | 'http-connect' | 'socks5' }
  /** Nothing that is served here. `answer` says so in the peer's own protocol. */
  | { readonly form: 'refused'; readonly reason: string; readonly answer?: Buffer }

/** No decision needs more bytes than this. */
export const SNIFF_BYTES = OBFUSCATED_HEADER_BYTES

const WORDS: ReadonlyMap<string, Sniffed> = new Map([
  ...['GET ', 'POST', 'HEAD', 'PUT ', 'PATC', 'DELE', 'OPTI'].map((word): [string, Sniffed] => [
    word,
    { form: 'http' },
  ]),
  ['CONN', { form: 'http-connect' }],
  ['\xee\xee\xee\xee', { form: 'mtproto', framing: 'intermediate', tagBytes: 4 }],
  ['\xdd\xdd\xdd\xdd', { form: 'mtproto', framing: 'padded', tagBytes: 4 }],
])

/**
 * Tells what a stream is from its first bytes; undefined while more are needed. The order matters:
 * an obfuscated header is random, so everything that a client must not begin such a header with
 * (https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation) decides at once. SOCKS
 * is not on that list and one obfuscated stream in 128 begins like it, so a SOCKS greeting must be
 * whole, and 64 bytes that open as an obfuscated header are one.
 *
 * @param head up to `SNIFF_BYTES` first bytes of the stream
 * @param secrets 16 bytes each, from `proxySecretKey`
 * @param packetBytes longest packet that is accepted
 */
export function sniff(
  head: Buffer,
  secrets: readonly Buffer[],
  packetBytes: number,
): Sniffed | undefined {
  if (head.length === 0) return undefined
  const first = head.readUInt8(0)
  if (first === 0xef) return { form: 'mtproto', framing: 'abridged', tagBytes: 1 }
  const word = WORDS.get(head.toString('latin1', 0, 4))
  if (word !== undefined) return word
  if (head.length >= SNIFF_BYTES) {
    const stream = openObfuscated(head.subarray(0, SNIFF_BYTES), secrets)
    if (stream !== undefined) return { form: 'obfuscated', stream }
  }
  if (isSocks5Greeting(head)) return { form: 'socks5' }
  if (head.length >= 8 && head.readUInt32LE(4) === 0) return sniffFull(head, packetBytes)
  if (isSocks4Request(head)) return { form: 'refused', reason: SOCKS4_REASON, answer: SOCKS4_NO }
  if (isTlsHello(head)) return { form: 'refused', reason: TLS_REASON }
  return head.length >= SNIFF_BYTES ? { form: 'refused', reason: UNKNOWN_REASON } : undefined
}

/** Full framing has no tag: its first frame carries the number 0 behind the length. */
function sniffFull(head: Buffer, packetBytes: number): Sniffed {
  const length = head.readUInt32LE(0)
  if (length % 4 === 0 && length > FULL_OVERHEAD && length <= packetBytes + FULL_OVERHEAD) {
    return { form: 'mtproto', framing: 'full', tagBytes: 0 }
  }
  return { form: 'refused', reason: `a first full frame of ${length} bytes` }
}

/** Authentication methods that IANA lists for SOCKS5 are below this; private ones no client offers. */
const SOCKS5_METHOD_END = 10

function isSocks5Greeting(head: Buffer): boolean {
  if (head.length < 3 || head[0] !== 5) return false
  const end = 2 + head.readUInt8(1)
  const methods = head.subarray(2, end)
  const listed = methods.every(
    (method, i) => method < SOCKS5_METHOD_END && methods.indexOf(method) === i,
  )
  if (end === 2 || head.length < end || !listed) return false
  // Whoever sends more before the answer goes on with a request (version 5) or a password (version 1).
  return head.length === end || head[end] === 5 || head[end] === 1
}

const SOCKS4_NO = Buffer.from([0, 0x5b, 0, 0, 0, 0, 0, 0])
const SOCKS4_REASON = 'SOCKS4 is not served: set the proxy type to SOCKS5'

/** Version, CONNECT or BIND, port, address, then a user id that ends with a zero byte. */
function isSocks4Request(head: Buffer): boolean {
  return (
    head.length >= 9 &&
    head[0] === 4 &&
    (head[1] === 1 || head[1] === 2) &&
    (head.at(-1) === 0 || head.length >= SNIFF_BYTES)
  )
}

const TLS_REASON =
  'TLS is not served (https, wss or an MTProxy secret with ee): use http, ws or a secret with dd'

/** A handshake record (0x16) of version 3.x that holds a ClientHello (1). */
function isTlsHello(head: Buffer): boolean {
  return head.length >= 6 && head[0] === 0x16 && head[1] === 3 && head[5] === 1
}

const UNKNOWN_REASON = 'no known transport, or an MTProxy secret that this server does not have'
