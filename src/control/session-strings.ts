import { isIPv4, isIPv6 } from 'node:net'

/** Clients whose session strings can be made. teleproto reads GramJS's, kurigram 2.1 Pyrogram's. */
export const SESSION_FORMATS = ['gramjs', 'telethon', 'pyrogram', 'mtcute'] as const
export type SessionFormat = (typeof SESSION_FORMATS)[number]

/** What a session string says. */
export interface SessionFacts {
  readonly dcId: number
  /** Where the client is to connect: an IP address, or `localhost`. */
  readonly host: string
  readonly port: number
  readonly testMode: boolean
  readonly apiId: number
  /** 256 bytes. A secret. */
  readonly authKey: Uint8Array
  readonly userId: number
  readonly isBot: boolean
}

/**
 * A logged-in session in a client's own string form.
 *
 * @throws RangeError for a host that the form has no room for
 */
export function sessionString(format: SessionFormat, facts: SessionFacts): string {
  switch (format) {
    case 'gramjs':
      return gramjs(facts)
    case 'telethon':
      return telethon(facts)
    case 'pyrogram':
      return pyrogram(facts)
    case 'mtcute':
      return mtcute(facts)
  }
}

/**
 * `1` and base64 of dc:u8, length of host:i16be, host, port:u16be, key. GramJS itself ignores the port
 * (always 80); teleproto 1.x keeps it but reads it signed, so ports above 32767 fail there.
 *
 * Source: package `telegram` 2.26.22, sessions/StringSession.
 */
function gramjs({ dcId, host, port, authKey }: SessionFacts): string {
  // A host of up to three letters would give the length by which GramJS tells Telethon's form.
  const name = Buffer.from(host === '::1' ? '0:0:0:0:0:0:0:1' : host)
  const head = Buffer.alloc(3)
  head.writeUInt8(dcId, 0)
  head.writeInt16BE(name.length, 1)
  return `1${Buffer.concat([head, name, uint16(port), authKey]).toString('base64')}`
}

/**
 * `1` and url-safe base64, padded, of dc:u8, address (4 or 16 bytes), port:u16be, key.
 *
 * Source: Telethon 1.37, telethon/sessions/string.py.
 */
function telethon({ dcId, host, port, authKey }: SessionFacts): string {
  const body = Buffer.concat([Buffer.from([dcId]), packAddress(host), uint16(port), authKey])
  return `1${body.toString('base64').replaceAll('+', '-').replaceAll('/', '_')}`
}

/**
 * Url-safe base64, unpadded, of dc:u8, api_id:u32be, test:u8, key, user_id:u64be, is_bot:u8. The address is
 * no part of it.
 *
 * Source: Pyrogram 2.0.106, pyrogram/storage/storage.py (`>BI?256sQ?`).
 */
function pyrogram({ dcId, apiId, testMode, authKey, userId, isBot }: SessionFacts): string {
  const head = Buffer.alloc(6)
  head.writeUInt8(dcId, 0)
  head.writeUInt32BE(apiId, 1)
  head.writeUInt8(testMode ? 1 : 0, 5)
  const tail = Buffer.alloc(9)
  tail.writeBigUInt64BE(BigInt(userId), 0)
  tail.writeUInt8(isBot ? 1 : 0, 8)
  return Buffer.concat([head, authKey, tail]).toString('base64url')
}

const MTCUTE_VERSION = 3
const MTCUTE_HAS_SELF = 1
const MTCUTE_DC_VERSION = 2
const MTCUTE_DC_IPV6 = 1
const MTCUTE_DC_TEST = 4
const BOOL_TRUE = 0x997275b5
const BOOL_FALSE = 0xbc799737

/**
 * Url-safe base64, unpadded, of version 3, flags:i32le, the data centre as TL bytes, user id:i64le, TL Bool of
 * is_bot, the key as TL bytes. One data centre stands for the main and the media one.
 *
 * Source: package `@mtcute/core` 0.30.3, highlevel/utils/string-session and utils/dcs.
 */
function mtcute({ dcId, host, port, testMode, authKey, userId, isBot }: SessionFacts): string {
  const dcFlags = (isIPv6(host) ? MTCUTE_DC_IPV6 : 0) | (testMode ? MTCUTE_DC_TEST : 0)
  const dc = Buffer.concat([
    Buffer.from([MTCUTE_DC_VERSION, dcId, dcFlags]),
    tlBytes(Buffer.from(host)),
    int32(port),
  ])
  const id = Buffer.alloc(8)
  id.writeBigInt64LE(BigInt(userId))
  return Buffer.concat([
    Buffer.from([MTCUTE_VERSION]),
    int32(MTCUTE_HAS_SELF),
    tlBytes(dc),
    id,
    int32(isBot ? BOOL_TRUE : BOOL_FALSE),
    tlBytes(authKey),
  ]).toString('base64url')
}

/** TL's `bytes`: a length of 1 or 4 bytes, the value, zeros up to a multiple of 4. */
function tlBytes(value: Uint8Array): Buffer {
  const head =
    value.length < 254
      ? Buffer.from([value.length])
      : Buffer.from([254, value.length & 255, (value.length >> 8) & 255, value.length >> 16])
  const rest = (head.length + value.length) % 4
  return Buffer.concat([head, value, Buffer.alloc(rest === 0 ? 0 : 4 - rest)])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value | 0)
  return bytes
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

/** An IP address as 4 or 16 bytes. */
function packAddress(host: string): Buffer {
  const address = host === 'localhost' ? '127.0.0.1' : host
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  if (isIPv6(address)) return packIPv6(address)
  throw new RangeError(`a Telethon session holds an IP address, not the name ${host}`)
}

function packIPv6(address: string): Buffer {
  const [head = '', tail] = address.split('::')
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => parseInt(group, 16))
  const left = groups(head)
  const right = tail === undefined ? [] : groups(tail)
  const middle = Array.from({ length: 8 - left.length - right.length }, () => 0)
  return Buffer.concat([...left, ...middle, ...right].map(uint16))
}
