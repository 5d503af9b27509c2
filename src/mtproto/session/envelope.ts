import { secretEquals } from '../../core/random.ts'
import { igeDecrypt, igeEncrypt } from '../crypto/aes-ige.ts'
import { sha256 } from '../crypto/hash.ts'
import { deriveAesKeyIv, deriveMessageKey } from '../crypto/message-key.ts'

/** auth_key_id and msg_key. */
const EXTERNAL_HEADER = 24
/** salt, session_id, message_id, seq_no and message_data_length. */
export const INTERNAL_HEADER = 32
const PADDING_MIN = 12
const PADDING_MAX = 1024

/** A client's packet after decryption; `body` is a view of `plain`. */
export interface OpenedPacket {
  readonly salt: bigint
  readonly sessionId: bigint
  readonly msgId: bigint
  readonly seqno: number
  readonly body: Buffer
  /** Everything that was encrypted, padding included. */
  readonly plain: Buffer
}

/**
 * Decrypts a client's packet. Every fault (a wrong msg_key, lengths and padding outside their
 * range) looks the same to the caller, and the msg_key is always compared first, as the security
 * guidelines demand
 * (https://core.telegram.org/mtproto/security_guidelines#mtproto-encrypted-messages).
 *
 * @param key the auth key, 256 bytes
 * @param packet the packet with its external header
 */
export function openPacket(key: Buffer, packet: Buffer): OpenedPacket | undefined {
  // The padded transport leaves up to 15 bytes of its own behind the last block.
  const end = packet.length - ((packet.length - EXTERNAL_HEADER) % 16)
  if (end < EXTERNAL_HEADER + INTERNAL_HEADER + 16) return undefined
  const msgKey = packet.subarray(8, EXTERNAL_HEADER)
  const aes = deriveAesKeyIv(key, msgKey, 'client')
  const plain = igeDecrypt(packet.subarray(EXTERNAL_HEADER, end), aes.key, aes.iv)
  if (!secretEquals(msgKey, deriveMessageKey(key, plain, 'client'))) return undefined
  const length = plain.readUInt32LE(28)
  const padding = plain.length - INTERNAL_HEADER - length
  if (length < 4 || length % 4 !== 0 || padding < PADDING_MIN || padding > PADDING_MAX) {
    return undefined
  }
  return {
    salt: plain.readBigInt64LE(0),
    sessionId: plain.readBigInt64LE(8),
    msgId: plain.readBigInt64LE(16),
    seqno: plain.readInt32LE(24),
    body: plain.subarray(INTERNAL_HEADER, INTERNAL_HEADER + length),
    plain,
  }
}

/**
 * Token by which a transport acknowledges a packet at once: the first 32 bits of the hash that the
 * msg_key is cut from, the top bit set
 * (https://core.telegram.org/mtproto/mtproto-transports#quick-ack).
 */
export function quickAckToken(key: Buffer, plain: Buffer): number {
  return (sha256(key.subarray(88, 120), plain).readUInt32LE(0) | 0x8000_0000) >>> 0
}

/** Bytes of a plaintext with a payload of this length, its padding included. */
export function paddedLength(payload: number): number {
  return Math.ceil((INTERNAL_HEADER + payload + PADDING_MIN) / 16) * 16
}

/**
 * Encrypts a server packet.
 *
 * @param keyWire auth_key_id, 8 bytes
 * @param key the auth key, 256 bytes
 * @param plain internal header, payload and random padding, as long as `paddedLength` says
 */
export function sealPacket(keyWire: Buffer, key: Buffer, plain: Buffer): Buffer {
  const msgKey = deriveMessageKey(key, plain, 'server')
  const aes = deriveAesKeyIv(key, msgKey, 'server')
  const encrypted = igeEncrypt(plain, aes.key, aes.iv)
  const packet = Buffer.allocUnsafe(EXTERNAL_HEADER + encrypted.length)
  packet.set(keyWire, 0)
  packet.set(msgKey, 8)
  packet.set(encrypted, EXTERNAL_HEADER)
  return packet
}
