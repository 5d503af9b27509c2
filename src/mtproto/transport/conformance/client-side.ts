import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Framing } from '../codec.ts'

/**
 * The client's side of every transport, written apart from the server's code so that tests compare
 * two readings of https://core.telegram.org/mtproto/mtproto-transports.
 */
export interface ClientSide {
  /** What the client sends before its first packet. */
  readonly hello: Buffer
  /** Frames one packet, in order. */
  pack(packet: Uint8Array, options?: { quickAck?: boolean }): Buffer
  /** Takes bytes of the server; returns what became whole. */
  unpack(bytes: Uint8Array): Received[]
}

/** What came from the server: a packet (a transport error is one of 4 bytes) or a quick ack token. */
export type Received = { packet: Buffer } | { quickAck: number }

export const FRAMINGS = ['abridged', 'intermediate', 'padded', 'full'] as const

/** How to dress a framing. */
export type Dress = 'plain' | 'obfuscated' | 'mtproxy'

/** Every transport a client may use, by the name that the server gives it. Full has no tag to obfuscate. */
export const TRANSPORTS: readonly { name: string; framing: Framing; dress: Dress }[] =
  FRAMINGS.flatMap((framing) => {
    const dresses: Dress[] = framing === 'full' ? ['plain'] : ['plain', 'obfuscated', 'mtproxy']
    return dresses.map((dress) => ({
      name: dress === 'plain' ? framing : `${framing}+${dress}`,
      framing,
      dress,
    }))
  })

export const TEST_SECRET = Buffer.from('00112233445566778899aabbccddeeff', 'hex')

const TAGS: Record<Framing, Buffer> = {
  abridged: Buffer.from([0xef]),
  intermediate: Buffer.from([0xee, 0xee, 0xee, 0xee]),
  padded: Buffer.from([0xdd, 0xdd, 0xdd, 0xdd]),
  full: Buffer.alloc(0),
}

/** Makes the client's side of one connection. */
export function clientSide(framing: Framing, dress: Dress = 'plain', dc = 2): ClientSide {
  const packer = PACKERS[framing]()
  if (dress === 'plain') {
    return { hello: TAGS[framing], pack: packer.pack, unpack: packer.unpack }
  }
  const { header, encrypt, decrypt } = obfuscate(
    framing,
    dress === 'mtproxy' ? TEST_SECRET : undefined,
    dc,
  )
  return {
    hello: header,
    pack: (packet, options) => encrypt(packer.pack(packet, options)),
    unpack: (bytes) => packer.unpack(decrypt(bytes)),
  }
}

interface Obfuscation {
  header: Buffer
  encrypt: (bytes: Uint8Array) => Buffer
  decrypt: (bytes: Uint8Array) => Buffer
}

/** A header with its two ciphers, the way a client makes them. `seed` fixes the random part. */
export function obfuscate(
  framing: Framing,
  secret: Buffer | undefined,
  dc: number,
  seed: Buffer = randomHeader(),
): Obfuscation {
  const plain = Buffer.from(seed)
  plain.fill(TAGS[framing], 56, 60)
  plain.writeInt16LE(dc, 60)
  const cipher = (from: Buffer): ReturnType<typeof createCipheriv> => {
    const key = Buffer.from(from.subarray(8, 40))
    const hashed =
      secret &&
      createHash('sha256')
        .update(Buffer.concat([key, secret]))
        .digest()
    return createCipheriv('aes-256-ctr', hashed ?? key, from.subarray(40, 56))
  }
  const outgoing = cipher(plain)
  const incoming = cipher(Buffer.from([...plain].reverse()))
  const header = Buffer.concat([plain.subarray(0, 56), outgoing.update(plain).subarray(56)])
  return {
    header,
    encrypt: (bytes) => outgoing.update(bytes),
    decrypt: (bytes) => incoming.update(bytes),
  }
}

/** 64 random bytes that are no other transport's beginning. */
function randomHeader(): Buffer {
  const bytes = randomBytes(64)
  bytes[0] = 0x42
  bytes[4] = 0x17
  return bytes
}

interface Packer {
  pack: ClientSide['pack']
  unpack: ClientSide['unpack']
}

const PACKERS: Record<Framing, () => Packer> = {
  abridged: () => ({
    pack(packet, options) {
      const flag = options?.quickAck === true ? 0x80 : 0
      const words = packet.length / 4
      const head =
        words < 127
          ? [words | flag]
          : [0x7f | flag, words & 255, (words >> 8) & 255, (words >> 16) & 255]
      return Buffer.concat([Buffer.from(head), packet])
    },
    unpack: unpacker((bytes) => {
      const first = bytes[0] ?? 0
      if (first >= 0x80) return ackOf(bytes, 4, 0, () => bytes.readUInt32BE(0))
      if (first < 0x7f) return packetOf(bytes, 1, first * 4)
      if (bytes.length < 4) return undefined
      return packetOf(bytes, 4, bytes.readUIntLE(1, 3) * 4)
    }),
  }),
  intermediate: () => ({ pack: packIntermediate(0), unpack: unpacker(unpackIntermediate) }),
  padded: () => ({
    pack: packIntermediate(15),
    unpack: unpacker((bytes) => {
      const item = unpackIntermediate(bytes)
      if (item === undefined || !('packet' in item.received)) return item
      const { packet } = item.received
      const isAck = packet.length >= 8 && packet.length <= 16 && packet.readInt32LE(0) === -1
      return isAck ? { received: { quickAck: packet.readUInt32LE(4) }, size: item.size } : item
    }),
  }),
  full: () => {
    let sent = 0
    let received = 0
    return {
      pack(packet) {
        const bytes = Buffer.alloc(packet.length + 12)
        bytes.writeUInt32LE(bytes.length, 0)
        bytes.writeUInt32LE(sent++, 4)
        bytes.set(packet, 8)
        bytes.writeUInt32LE(crc32(bytes.subarray(0, -4)), bytes.length - 4)
        return bytes
      },
      unpack: unpacker((bytes) => {
        if (bytes.length < 4 || bytes.length < bytes.readUInt32LE(0)) return undefined
        const size = bytes.readUInt32LE(0)
        if (bytes.readUInt32LE(4) !== received++) throw new Error('server counted wrong')
        if (bytes.readUInt32LE(size - 4) !== crc32(bytes.subarray(0, size - 4))) {
          throw new Error('server sent a wrong CRC')
        }
        return { received: { packet: bytes.subarray(8, size - 4) }, size }
      }),
    }
  },
}

function packIntermediate(paddingMax: number): ClientSide['pack'] {
  return (packet, options) => {
    const padding = randomBytes(Math.floor(Math.random() * (paddingMax + 1)))
    const head = Buffer.alloc(4)
    head.writeUInt32LE(packet.length + padding.length + (options?.quickAck === true ? 2 ** 31 : 0))
    return Buffer.concat([head, packet, padding])
  }
}

interface Unpacked {
  received: Received
  size: number
}

function unpackIntermediate(bytes: Buffer): Unpacked | undefined {
  if (bytes.length < 4) return undefined
  const length = bytes.readUInt32LE(0)
  if (length >= 2 ** 31) return ackOf(bytes, 4, 0, () => length)
  return packetOf(bytes, 4, length)
}

function packetOf(bytes: Buffer, header: number, length: number): Unpacked | undefined {
  if (bytes.length < header + length) return undefined
  return { received: { packet: bytes.subarray(header, header + length) }, size: header + length }
}

function ackOf(
  bytes: Buffer,
  size: number,
  from: number,
  read: () => number,
): Unpacked | undefined {
  return bytes.length < from + size ? undefined : { received: { quickAck: read() }, size }
}

/** Cuts a growing stream into items. */
function unpacker(next: (bytes: Buffer) => Unpacked | undefined): ClientSide['unpack'] {
  let waiting = Buffer.alloc(0)
  return (bytes) => {
    waiting = Buffer.concat([waiting, bytes])
    const items: Received[] = []
    for (;;) {
      const item = waiting.length === 0 ? undefined : next(waiting)
      if (item === undefined) return items
      items.push(item.received)
      waiting = waiting.subarray(item.size)
    }
  }
}

/** A packet that looks encrypted: key id, msg_key, whole blocks of 16 bytes. */
export function encryptedPacket(blocks: number): Buffer {
  const packet = randomBytes(24 + 16 * blocks)
  packet[0] = (packet[0] ?? 0) | 1
  return packet
}

/** An unencrypted packet: key id 0, msg_id, length, body. `bodyBytes` is a multiple of 4. */
export function plainPacket(bodyBytes: number): Buffer {
  const packet = randomBytes(20 + bodyBytes)
  packet.fill(0, 0, 8)
  packet.writeUInt32LE(bodyBytes, 16)
  return packet
}
