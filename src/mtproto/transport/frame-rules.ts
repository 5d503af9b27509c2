import { ProtocolError } from '../../core/protocol-error.ts'
import type { TransportErrorCode } from './connection.ts'

/** Throws ProtocolError on a length that no packet can have. */
export function checkPacketLength(length: number, packetBytes: number): void {
  if (length === 0) throw new ProtocolError('empty packet')
  if (length > packetBytes) {
    throw new ProtocolError(`packet of ${length} bytes is over the limit of ${packetBytes}`)
  }
}

/** The payload of a transport error: the negative code as a little-endian int. */
export function transportErrorPayload(code: TransportErrorCode): Buffer {
  const payload = Buffer.allocUnsafe(4)
  payload.writeInt32LE(code)
  return payload
}

/**
 * The quick ack token as an unsigned number. Its top bit is what tells it from a length, so it is set
 * here, whether the caller did or not.
 */
export function quickAckNumber(token: number): number {
  return (token | 0x8000_0000) >>> 0
}
