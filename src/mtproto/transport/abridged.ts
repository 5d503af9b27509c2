import type { ByteQueue } from './byte-queue.ts'
import type { Codec, Frame } from './codec.ts'
import { checkPacketLength, quickAckNumber, transportErrorPayload } from './frame-rules.ts'

/** Length byte that announces a 3-byte length. */
const LONG = 0x7f
const QUICK_ACK = 0x80

/**
 * Abridged framing: one byte with the length in words, or 0x7f and three bytes. The top bit of the
 * first byte asks for a quick ack, which is answered byte-swapped, so that its top bit comes first.
 * See https://core.telegram.org/mtproto/mtproto-transports#abridged
 */
export function createAbridgedCodec(packetBytes: number): Codec {
  return {
    read(queue: ByteQueue): Frame | undefined {
      if (queue.length === 0) return undefined
      const first = queue.byteAt(0)
      const isLong = (first & LONG) === LONG
      const header = isLong ? 4 : 1
      if (queue.length < header) return undefined
      const length = (isLong ? queue.uint32At(0) >>> 8 : first & LONG) * 4
      checkPacketLength(length, packetBytes)
      if (queue.length < header + length) return undefined
      queue.skip(header)
      return { packet: queue.take(length), quickAckWanted: (first & QUICK_ACK) !== 0 }
    },
    frame,
    transportError: (code) => frame(transportErrorPayload(code)),
    quickAck(token) {
      const bytes = Buffer.allocUnsafe(4)
      bytes.writeUInt32BE(quickAckNumber(token))
      return bytes
    },
  }
}

function frame(packet: Uint8Array): Buffer {
  if (packet.length % 4 !== 0) {
    throw new RangeError(`abridged framing counts in words, not ${packet.length} bytes`)
  }
  const words = packet.length / 4
  const header = words < LONG ? 1 : 4
  const bytes = Buffer.allocUnsafe(header + packet.length)
  if (header === 1) bytes.writeUInt8(words)
  else bytes.writeUInt32LE(((words << 8) | LONG) >>> 0)
  bytes.set(packet, header)
  return bytes
}
