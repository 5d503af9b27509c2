import { ProtocolError } from '../../core/protocol-error.ts'
import type { Random } from '../../core/random.ts'
import type { ByteQueue } from './byte-queue.ts'
import type { Codec, Frame } from './codec.ts'
import { checkPacketLength, quickAckNumber, transportErrorPayload } from './frame-rules.ts'

const HEADER = 4
const QUICK_ACK = 0x8000_0000
/** Longest padding of a padded frame. */
const PADDING_MAX = 15

/**
 * Intermediate framing: a 4-byte length, whose top bit asks for a quick ack.
 * See https://core.telegram.org/mtproto/mtproto-transports#intermediate
 */
export function createIntermediateCodec(packetBytes: number): Codec {
  return {
    read(queue) {
      if (queue.length >= HEADER && queue.uint32At(0) % 4 !== 0) {
        throw new ProtocolError('intermediate frame whose length is not in words')
      }
      return readFrame(queue, packetBytes)
    },
    frame: (packet) => frame([packet]),
    transportError: (code) => frame([transportErrorPayload(code)]),
    quickAck(token) {
      const bytes = Buffer.allocUnsafe(4)
      bytes.writeUInt32LE(quickAckNumber(token))
      return bytes
    },
  }
}

/**
 * Padded intermediate framing: as intermediate, with 0 to 15 random bytes behind the packet that the
 * length counts too. A quick ack is a frame of its own here: 0xffffffff, the token, 0 to 8 random
 * bytes. A transport error goes unpadded, since clients know it by its 4 bytes.
 * See https://core.telegram.org/mtproto/mtproto-transports#padded-intermediate
 */
export function createPaddedCodec(packetBytes: number, random: Random): Codec {
  return {
    read(queue) {
      const padded = readFrame(queue, packetBytes + PADDING_MAX)
      return padded && { ...padded, packet: cutPadding(padded.packet) }
    },
    frame: (packet) => frame([packet, padding(random, PADDING_MAX)]),
    transportError: (code) => frame([transportErrorPayload(code)]),
    quickAck(token) {
      const bytes = Buffer.allocUnsafe(8)
      bytes.writeUInt32LE(0xffff_ffff)
      bytes.writeUInt32LE(quickAckNumber(token), 4)
      return frame([bytes, padding(random, 8)])
    },
  }
}

function readFrame(queue: ByteQueue, packetBytes: number): Frame | undefined {
  if (queue.length < HEADER) return undefined
  const word = queue.uint32At(0)
  const length = word & ~QUICK_ACK
  checkPacketLength(length, packetBytes)
  if (queue.length < HEADER + length) return undefined
  queue.skip(HEADER)
  return { packet: queue.take(length), quickAckWanted: (word & QUICK_ACK) !== 0 }
}

function frame(parts: readonly Uint8Array[]): Buffer {
  const header = Buffer.allocUnsafe(HEADER)
  const bytes = Buffer.concat([header, ...parts])
  bytes.writeUInt32LE(bytes.length - HEADER)
  return bytes
}

/** Between 0 and `max` random bytes; the slight bias of the remainder is harmless in padding. */
function padding(random: Random, max: number): Buffer {
  const bytes = random.bytes(max + 1)
  return bytes.subarray(1, 1 + (bytes.readUInt8(0) % (max + 1)))
}

/** auth_key_id, msg_id and length before the body of an unencrypted message. */
const PLAIN_HEADER = 20
/** auth_key_id and msg_key before the encrypted part of a message. */
const ENCRYPTED_HEADER = 24

/**
 * Cuts the padding off: encrypted data comes in blocks of 16 bytes, and an unencrypted message says
 * its length (https://core.telegram.org/mtproto/description#unencrypted-message). What is neither
 * stays as it is, for the session to refuse.
 */
function cutPadding(packet: Buffer): Buffer {
  if (packet.length < PLAIN_HEADER) return packet
  if (packet.readBigUInt64LE(0) === 0n) {
    const end = PLAIN_HEADER + packet.readUInt32LE(16)
    return packet.subarray(0, Math.min(end, packet.length))
  }
  if (packet.length < ENCRYPTED_HEADER) return packet
  return packet.subarray(0, packet.length - ((packet.length - ENCRYPTED_HEADER) % 16))
}
