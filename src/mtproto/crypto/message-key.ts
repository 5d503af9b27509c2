import { sha1, sha256 } from './hash.ts'

/** Who wrote a message. The two directions use different parts of one auth key. */
export type MessageSide = 'client' | 'server'

/** Key (32 bytes) and iv (32 bytes) of AES-256-IGE. */
export interface AesKeyIv {
  readonly key: Buffer
  readonly iv: Buffer
}

/** `x` of the specification: where in the auth key a direction begins. */
const OFFSET: Readonly<Record<MessageSide, number>> = { client: 0, server: 8 }

/**
 * The msg_key of MTProto 2.0: the middle 16 bytes of SHA-256 over a part of the auth key and the
 * whole plaintext, padding included.
 *
 * @param authKey 256 bytes
 * @param padded the plaintext as it is encrypted
 *
 * Source: https://core.telegram.org/mtproto/description#defining-aes-key-and-initialization-vector
 */
export function deriveMessageKey(authKey: Buffer, padded: Buffer, from: MessageSide): Buffer {
  const x = OFFSET[from]
  return sha256(authKey.subarray(88 + x, 120 + x), padded).subarray(8, 24)
}

/**
 * AES key and iv of an MTProto 2.0 message.
 *
 * @param authKey 256 bytes
 * @param msgKey 16 bytes
 *
 * Source: https://core.telegram.org/mtproto/description#defining-aes-key-and-initialization-vector
 */
export function deriveAesKeyIv(authKey: Buffer, msgKey: Buffer, from: MessageSide): AesKeyIv {
  const x = OFFSET[from]
  const a = sha256(msgKey, authKey.subarray(x, 36 + x))
  const b = sha256(authKey.subarray(40 + x, 76 + x), msgKey)
  // Each is one hash with the middle of the other.
  const key = Buffer.from(a)
  const iv = Buffer.from(b)
  b.copy(key, 8, 8, 24)
  a.copy(iv, 8, 8, 24)
  return { key, iv }
}

/**
 * The msg_key of MTProto 1.0: the last 16 bytes of SHA-1 over the plaintext without its padding.
 * Used only for the binding message of auth.bindTempAuthKey.
 *
 * Source: https://core.telegram.org/mtproto/description_v1
 */
export function deriveMessageKeyV1(unpadded: Buffer): Buffer {
  return sha1(unpadded).subarray(4, 20)
}

/**
 * AES key and iv of an MTProto 1.0 message, derived with SHA-1. Used only for the binding message of
 * auth.bindTempAuthKey, which clients still encrypt in this way.
 *
 * @param authKey 256 bytes
 * @param msgKey 16 bytes
 *
 * Source: https://core.telegram.org/mtproto/description_v1
 */
export function deriveAesKeyIvV1(authKey: Buffer, msgKey: Buffer, from: MessageSide): AesKeyIv {
  const x = OFFSET[from]
  const part = (start: number, end: number): Buffer => authKey.subarray(start + x, end + x)
  const a = sha1(msgKey, part(0, 32))
  const b = sha1(part(32, 48), msgKey, part(48, 64))
  const c = sha1(part(64, 96), msgKey)
  const d = sha1(msgKey, part(96, 128))
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 20), c.subarray(4, 16)]),
    iv: Buffer.concat([a.subarray(8, 20), b.subarray(0, 8), c.subarray(16, 20), d.subarray(0, 8)]),
  }
}
