import { secretEquals } from '../../core/random.ts'
import { authKeyIdFromLong } from '../auth-keys.ts'
import { igeDecrypt } from './aes-ige.ts'
import { deriveAesKeyIvV1, deriveMessageKeyV1 } from './message-key.ts'

/** What the binding message of auth.bindTempAuthKey says. Key ids have the form of `authKeyId`. */
export interface BindTempAuthKeyMessage {
  /** Must equal the method's own `nonce`. */
  readonly nonce: bigint
  /** Must be the key that the method call itself is encrypted with. */
  readonly tempAuthKeyId: string
  readonly permAuthKeyId: string
  /** Must be the session in which the method is called. */
  readonly tempSessionId: bigint
  /** Must equal the method's own `expires_at`; unix seconds. */
  readonly expiresAt: number
  /** Must be the msg_id of the method call. */
  readonly msgId: bigint
}

const BIND_AUTH_KEY_INNER = 0x75a3f765
const INNER_BYTES = 40
/** 16 random bytes in place of salt and session id, msg_id, seq_no, length, then the inner object. */
const PLAIN_BYTES = 16 + 8 + 4 + 4 + INNER_BYTES
/** Perm key id, msg_key, and the plaintext padded to whole AES blocks. */
const MESSAGE_BYTES = 8 + 16 + Math.ceil(PLAIN_BYTES / 16) * 16

/**
 * Decrypts `encrypted_message` of auth.bindTempAuthKey, which is encrypted with the permanent key by
 * the rules of MTProto 1.0, and checks it in itself: key ids, msg_key, seq_no, lengths, constructor.
 * The caller compares the fields with the call and its session.
 *
 * @param permKey the permanent key, 256 bytes
 * @param permKeyId its id, see `authKeyId`
 * @returns undefined when anything is wrong (the error is ENCRYPTED_MESSAGE_INVALID)
 *
 * Source: https://core.telegram.org/method/auth.bindTempAuthKey
 */
export function openBindTempAuthKey(
  permKey: Buffer,
  permKeyId: string,
  encryptedMessage: Buffer,
): BindTempAuthKeyMessage | undefined {
  if (encryptedMessage.length !== MESSAGE_BYTES) return undefined
  if (encryptedMessage.toString('hex', 0, 8) !== permKeyId) return undefined
  const msgKey = encryptedMessage.subarray(8, 24)
  const { key, iv } = deriveAesKeyIvV1(permKey, msgKey, 'client')
  const plain = igeDecrypt(encryptedMessage.subarray(24), key, iv).subarray(0, PLAIN_BYTES)
  if (!secretEquals(deriveMessageKeyV1(plain), msgKey)) return undefined

  if (plain.readInt32LE(24) !== 0 || plain.readInt32LE(28) !== INNER_BYTES) return undefined
  const inner = plain.subarray(32)
  if (inner.readUInt32LE(0) !== BIND_AUTH_KEY_INNER) return undefined
  const permAuthKeyId = authKeyIdFromLong(inner.readBigInt64LE(20))
  if (permAuthKeyId !== permKeyId) return undefined
  return {
    nonce: inner.readBigInt64LE(4),
    tempAuthKeyId: authKeyIdFromLong(inner.readBigInt64LE(12)),
    permAuthKeyId,
    tempSessionId: inner.readBigInt64LE(28),
    expiresAt: inner.readInt32LE(36),
    msgId: plain.readBigInt64LE(16),
  }
}
