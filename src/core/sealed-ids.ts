import { createCipheriv, type Cipheriv } from 'node:crypto'
import { secretEquals } from './random.ts'

/** Ids as texts that only this server can make and read. */
export interface SealedIds {
  /** The text of an id: 16 base64url characters, the same for ever, never all digits. */
  seal(id: number): string
  /** The id of a text that `seal` made; undefined for every other text. It takes equally long for all of 16 characters. */
  unseal(text: string): number | undefined
}

/** The largest id that can be sealed. */
export const SEALED_ID_MAX = 2 ** 40 - 1

/** Bytes of a text: first the tag, then the id under its mask. */
const TAG_BYTES = 7
const ID_BYTES = 5
const BLOCK_BYTES = 16

/** The two uses of the cipher, which must never be asked the same. */
const TAG_ROUND = 1
const MASK_ROUND = 2

/**
 * Seals ids under a key: an id's tag is a pseudorandom function of it, and its mask one of the tag, which is
 * the construction of AES-SIV (RFC 5297) at a size of 12 bytes. So texts tell nothing of their ids, not even of
 * neighbours; whoever has not got the key makes up one in 2^56 at best, however many they know. The function
 * is AES, a block for each use. No table of texts is needed: a text that comes back says its id itself.
 *
 * @param key 32 secret bytes
 * @param kind what the ids are of, 0 to 255: a text of one kind is none of another
 * @param fits which texts may be made; those that are not all digits, unless a test says otherwise
 */
export function createSealedIds(
  key: Uint8Array,
  kind: number,
  fits: (text: string) => boolean = isNoPhoneNumber,
): SealedIds {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  const block = Buffer.alloc(BLOCK_BYTES)

  const tagOf = (id: number, variant: number): Buffer => {
    block.fill(0)
    block[0] = kind
    block[1] = TAG_ROUND
    block.writeUInt32BE(variant, 4)
    block.writeUIntBE(id, BLOCK_BYTES - ID_BYTES, ID_BYTES)
    return oneBlock(cipher, block).subarray(0, TAG_BYTES)
  }
  /** The masked form of an id, or the id of a masked form. */
  const masked = (tag: Uint8Array, id: number): number => {
    block.fill(0)
    block[0] = kind
    block[1] = MASK_ROUND
    block.set(tag, BLOCK_BYTES - TAG_BYTES)
    const mask = oneBlock(cipher, block)
    // 40 bits are too many for one operation on bits.
    const low = (id ^ mask.readUInt32BE(0)) >>> 0
    const high = Math.floor(id / 2 ** 32) ^ mask.readUInt8(4)
    return high * 2 ** 32 + low
  }
  const bytesOf = (id: number): Buffer => {
    for (let variant = 0; ; variant++) {
      const tag = tagOf(id, variant)
      const bytes = Buffer.allocUnsafe(TAG_BYTES + ID_BYTES)
      bytes.set(tag)
      bytes.writeUIntBE(masked(tag, id), TAG_BYTES, ID_BYTES)
      if (fits(bytes.toString('base64url'))) return bytes
    }
  }
  return {
    seal(id) {
      if (!Number.isSafeInteger(id) || id < 0 || id > SEALED_ID_MAX) {
        throw new RangeError(`an id out of range: ${id}`)
      }
      return bytesOf(id).toString('base64url')
    },
    unseal(text) {
      if (!/^[\w-]{16}$/.test(text)) return undefined
      const bytes = Buffer.from(text, 'base64url')
      const id = masked(bytes.subarray(0, TAG_BYTES), bytes.readUIntBE(TAG_BYTES, ID_BYTES))
      return secretEquals(bytesOf(id), bytes) ? id : undefined
    },
  }
}

/** Clients take `t.me/+<digits>` for a phone number (spec section 2.6). */
function isNoPhoneNumber(text: string): boolean {
  return !/^\d+$/.test(text)
}

/** A block goes through alone: this mode has no memory, so one cipher object does for all. */
function oneBlock(cipher: Cipheriv, block: Buffer): Buffer {
  return cipher.update(block)
}
