import { createCipheriv } from 'node:crypto'
import { secretEquals } from './random.ts'

/** Ids as texts that only this server can make and read. */
export interface SealedIds {
  /** The text of an id: 16 base64url characters, the same for ever, never all digits. */
  seal(id: number): string
  /** The id of a text that `seal` made; undefined for every other text. */
  unseal(text: string): number | undefined
}

/** The largest id that can be sealed. */
export const SEALED_ID_MAX = 2 ** 40 - 1

/** Bytes of a text: first the tag, then the id under its mask. */
const TAG_BYTES = 7
const ID_BYTES = 5
const BLOCK_BYTES = 16
/** In a block: the kind, the use, the variant before this place, and from here on the id or the tag. */
const VALUE_AT = 8
const FORM = /^[\w-]{16}$/

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
  // This mode has no memory from block to block, so one cipher object does for all.
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  const block = Buffer.alloc(BLOCK_BYTES)
  block[0] = kind

  /** The tag is the front of what comes back. */
  const tagOf = (id: number, variant: number): Buffer => {
    block[1] = TAG_ROUND
    block.writeUInt32BE(variant, VALUE_AT - 4)
    block.writeUIntBE(id, VALUE_AT, ID_BYTES)
    block.fill(0, VALUE_AT + ID_BYTES)
    return cipher.update(block)
  }
  /** The masked form of an id, or the id of a masked form. */
  const masked = (tag: Buffer, id: number): number => {
    block[1] = MASK_ROUND
    block.writeUInt32BE(0, VALUE_AT - 4)
    tag.copy(block, VALUE_AT, 0, TAG_BYTES)
    block.fill(0, VALUE_AT + TAG_BYTES)
    const mask = cipher.update(block)
    // 40 bits are too many for one operation on bits.
    const low = (id ^ mask.readUInt32BE(0)) >>> 0
    const high = Math.floor(id / 2 ** 32) ^ mask.readUInt8(4)
    return high * 2 ** 32 + low
  }
  const textOf = (tag: Buffer, id: number): string => {
    const bytes = tag.subarray(0, TAG_BYTES + ID_BYTES)
    bytes.writeUIntBE(masked(tag, id), TAG_BYTES, ID_BYTES)
    return bytes.toString('base64url')
  }
  return {
    seal(id) {
      if (!Number.isSafeInteger(id) || id < 0 || id > SEALED_ID_MAX) {
        throw new RangeError(`an id out of range: ${id}`)
      }
      for (let variant = 0; ; variant++) {
        const text = textOf(tagOf(id, variant), id)
        if (fits(text)) return text
      }
    },
    unseal(text) {
      if (!FORM.test(text) || !fits(text)) return undefined
      const bytes = Buffer.from(text, 'base64url')
      const id = masked(bytes, bytes.readUIntBE(TAG_BYTES, ID_BYTES))
      for (let variant = 0; ; variant++) {
        const tag = tagOf(id, variant)
        if (secretEquals(tag.subarray(0, TAG_BYTES), bytes.subarray(0, TAG_BYTES))) return id
        if (fits(textOf(tag, id))) return undefined
      }
    },
  }
}

/** Clients take `t.me/+<digits>` for a phone number (spec section 2.6). */
function isNoPhoneNumber(text: string): boolean {
  return !/^\d+$/.test(text)
}
