import { secretEquals } from '../../core/random.ts'
import { igeDecrypt } from './aes-ige.ts'
import { sha1, sha256 } from './hash.ts'
import type { ServerKey } from './rsa.ts'

/** What a client encrypted with the server's public key. */
export interface OpenedData {
  /**
   * The serialised p_q_inner_data. In the form `rsa-pad` the client's random padding still follows
   * it (192 bytes in all), because nothing but the TL itself says where it ends.
   */
  readonly data: Buffer
  readonly form: 'rsa-pad' | 'old'
}

const RSA_BYTES = 256
const ZERO_IV = Buffer.alloc(32)

/**
 * Opens `encrypted_data` of req_DH_params in either form that clients send: RSA_PAD, and the older
 * SHA-1 + data + padding (Pyrogram, Telethon, @mtproto/core).
 *
 * Whatever is wrong, the answer is the same `undefined` after the same work, and each form has a hash
 * over all of its data: nobody can use the server to learn about a foreign ciphertext.
 *
 * Source: https://core.telegram.org/mtproto/auth_key#41-rsa-paddata-server-public-key-mentioned-above-is-implemented-as-follows
 */
export function openEncryptedData(key: ServerKey, encrypted: Buffer): OpenedData | undefined {
  if (encrypted.length === 0 || encrypted.length > RSA_BYTES) return undefined
  // A client that writes a big number without its leading zeros sends fewer than 256 bytes.
  const block = Buffer.concat([Buffer.alloc(RSA_BYTES - encrypted.length), encrypted])
  let plain: Buffer
  try {
    plain = key.decryptRaw(block)
  } catch {
    return undefined // not below the modulus
  }
  return openRsaPad(plain) ?? openOldForm(plain)
}

/** temp_key ^ SHA256(rest) (32 bytes), then IGE(reversed data (192), SHA256(temp_key + data)). */
function openRsaPad(plain: Buffer): OpenedData | undefined {
  const aesEncrypted = plain.subarray(32)
  const tempKey = sha256(aesEncrypted)
  for (let i = 0; i < tempKey.length; i++) {
    tempKey.writeUInt8(tempKey.readUInt8(i) ^ plain.readUInt8(i), i)
  }
  const dataWithHash = igeDecrypt(aesEncrypted, tempKey, ZERO_IV)
  const data = Buffer.from(dataWithHash.subarray(0, 192).reverse())
  const hash = dataWithHash.subarray(192)
  return secretEquals(sha256(tempKey, data), hash) ? { data, form: 'rsa-pad' } : undefined
}

/** A zero byte, then SHA1(data) (20 bytes) + data + padding, 255 bytes in all. */
function openOldForm(plain: Buffer): OpenedData | undefined {
  const hash = plain.subarray(1, 21)
  const rest = plain.subarray(21)
  // The length of the data stands nowhere. TL data are whole words, so few lengths are possible.
  for (let length = 4; length <= rest.length; length += 4) {
    const data = rest.subarray(0, length)
    // The first byte is judged last: an early way out would tell by its time whether it was zero,
    // which is all that Manger's attack needs to decrypt somebody's recorded message.
    if (secretEquals(sha1(data), hash)) return plain[0] === 0 ? { data, form: 'old' } : undefined
  }
  return undefined
}
