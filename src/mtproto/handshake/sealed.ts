import { secretEquals } from '../../core/random.ts'
import type { Random } from '../../core/random.ts'
import { igeDecrypt, igeEncrypt } from '../crypto/aes-ige.ts'
import { sha1 } from '../crypto/hash.ts'
import type { AesKeyIv } from '../crypto/message-key.ts'

/**
 * The temporary AES key that protects the Diffie-Hellman values, from the two nonces.
 *
 * @param newNonce 32 bytes, known to the client and the server only
 * @param serverNonce 16 bytes
 *
 * Source: https://core.telegram.org/mtproto/auth_key#presenting-proof-of-work-server-authentication
 */
export function deriveTmpAesKeyIv(newNonce: Buffer, serverNonce: Buffer): AesKeyIv {
  const newThenServer = sha1(newNonce, serverNonce)
  const serverThenNew = sha1(serverNonce, newNonce)
  const newTwice = sha1(newNonce, newNonce)
  return {
    key: Buffer.concat([newThenServer, serverThenNew.subarray(0, 12)]),
    iv: Buffer.concat([serverThenNew.subarray(12, 20), newTwice, newNonce.subarray(0, 4)]),
  }
}

/** Encrypts SHA1(data) + data + 0 to 15 random bytes. */
export function seal(data: Buffer, { key, iv }: AesKeyIv, random: Random): Buffer {
  const padding = random.bytes(-(20 + data.length) & 15)
  return igeEncrypt(Buffer.concat([sha1(data), data, padding]), key, iv)
}

/** A decrypted object whose hash is still to be checked. */
export interface SealedPlaintext {
  /** The object with its padding after it. */
  readonly padded: Buffer
  /** Whether the first `length` bytes of `padded` are the sealed object and the rest is padding. */
  isObject(length: number): boolean
}

/**
 * Decrypts what `seal` made. Where the object ends is known only after it is parsed, so that
 * the caller asks `isObject` afterwards and uses nothing of it before.
 *
 * @returns undefined when the length cannot be right
 */
export function unseal(sealed: Buffer, { key, iv }: AesKeyIv): SealedPlaintext | undefined {
  if (sealed.length < 32 || sealed.length % 16 !== 0) return undefined
  const plain = igeDecrypt(sealed, key, iv)
  const padded = plain.subarray(20)
  return {
    padded,
    isObject(length) {
      const paddingLength = padded.length - length
      if (paddingLength < 0 || paddingLength > 15) return false
      return secretEquals(sha1(padded.subarray(0, length)), plain.subarray(0, 20))
    },
  }
}

/**
 * new_nonce_hash1, 2 or 3 of a dh_gen_* answer: it proves that the server has the key and that nobody
 * turned one answer into another.
 *
 * @param number 1 for ok, 2 for retry, 3 for fail
 * @param auxHash see `authKeyAuxHash`
 *
 * Source: https://core.telegram.org/mtproto/auth_key#dh-key-exchange-complete
 */
export function newNonceHash(newNonce: Buffer, number: 1 | 2 | 3, auxHash: Buffer): Buffer {
  return sha1(newNonce, Buffer.from([number]), auxHash).subarray(4, 20)
}
