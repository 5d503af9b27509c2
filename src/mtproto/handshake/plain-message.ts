import { ProtocolError } from '../../core/protocol-error.ts'

/** A message outside any auth key: only the key exchange uses it. */
export interface PlainMessage {
  readonly msgId: bigint
  /** A TL object; padding may follow it, inside the declared length (TDLib). */
  readonly body: Buffer
}

const HEADER_BYTES = 20
/** Far above any query of the key exchange (TDLib pads by up to 255 bytes). */
const BODY_BYTES_MAX = 2048

/** Whether a packet is a plain message: its auth_key_id is zero. */
export function isPlainMessage(packet: Buffer): boolean {
  return packet.length >= 8 && packet.readBigInt64LE(0) === 0n
}

/**
 * Takes a plain message apart: auth_key_id (zero), msg_id, length, body.
 *
 * What comes behind the declared length is padding, however long: MadelineProto puts up to 255 random
 * bytes there in every transport, Telegram for Android and WTelegramClient up to 256 in some, and TDLib
 * has them inside the length. Telegram takes all of it; the transport bounds the packet.
 *
 * The msg_id is not judged: a client learns the server's time in this very exchange, and
 * grammers sends 0.
 *
 * @throws ProtocolError (-404) when the envelope is broken
 *
 * Source: https://core.telegram.org/mtproto/description#unencrypted-message
 */
export function parsePlainMessage(packet: Buffer): PlainMessage {
  if (packet.length < HEADER_BYTES || !isPlainMessage(packet)) {
    throw broken('not a plain message')
  }
  const length = packet.readUInt32LE(16)
  if (length < 4 || length > BODY_BYTES_MAX || length % 4 !== 0) {
    throw broken(`impossible length of a plain message: ${length}`)
  }
  if (length > packet.length - HEADER_BYTES) {
    throw broken(`the plain message is cut off: ${length} bytes declared`)
  }
  return {
    msgId: packet.readBigInt64LE(8),
    body: packet.subarray(HEADER_BYTES, HEADER_BYTES + length),
  }
}

/**
 * Puts an answer into its envelope.
 *
 * @param msgId the server's message identifier: odd, 1 modulo 4
 * @param body a TL object
 */
export function serializePlainMessage(msgId: bigint, body: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeBigInt64LE(msgId, 8)
  header.writeUInt32LE(body.length, 16)
  return Buffer.concat([header, body])
}

function broken(reason: string): ProtocolError {
  return new ProtocolError(reason, { transportCode: -404 })
}
