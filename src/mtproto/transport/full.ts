import { crc32 } from 'node:zlib'
import { ProtocolError } from '../../core/protocol-error.ts'
import type { ByteQueue } from './byte-queue.ts'
import type { Codec, Frame } from './codec.ts'
import { checkPacketLength, transportErrorPayload } from './frame-rules.ts'

/** Length and sequence number before the packet. */
const HEADER = 8
/** Length, sequence number and CRC, which the length counts too. */
export const FULL_OVERHEAD = 12

/**
 * Full framing: length of the whole frame, sequence number, packet, CRC32 of all before it. Each side
 * counts its frames from 0. It has no quick acks.
 * See https://core.telegram.org/mtproto/mtproto-transports#full
 */
export function createFullCodec(packetBytes: number): Codec {
  let received = 0
  let sent = 0

  function frame(packet: Uint8Array): Buffer {
    const bytes = Buffer.allocUnsafe(packet.length + FULL_OVERHEAD)
    bytes.writeUInt32LE(bytes.length)
    bytes.writeUInt32LE(sent, 4)
    bytes.set(packet, HEADER)
    const end = bytes.length - 4
    bytes.writeUInt32LE(crc32(bytes.subarray(0, end)), end)
    sent = (sent + 1) >>> 0
    return bytes
  }

  return {
    read(queue: ByteQueue): Frame | undefined {
      if (queue.length < HEADER) return undefined
      const length = queue.uint32At(0)
      if (length < FULL_OVERHEAD || length % 4 !== 0) {
        throw new ProtocolError(`full frame of ${length} bytes`)
      }
      checkPacketLength(length - FULL_OVERHEAD, packetBytes)
      const number = queue.uint32At(4)
      if (number !== received) {
        throw new ProtocolError(`full frame number ${number} where ${received} was due`)
      }
      if (queue.length < length) return undefined
      const bytes = queue.take(length)
      const end = length - 4
      if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32LE(end)) {
        throw new ProtocolError(`full frame number ${number} with a wrong CRC32`)
      }
      received = (received + 1) >>> 0
      return { packet: bytes.subarray(HEADER, end), quickAckWanted: false }
    },
    frame,
    transportError: (code) => frame(transportErrorPayload(code)),
    quickAck: () => undefined,
  }
}
