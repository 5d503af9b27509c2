import { createCipheriv, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { igeDecrypt, igeEncrypt, initCrypto, nativeEncrypt, wasmEncrypt } from './aes-ige.ts'

const counting = Buffer.from(Array.from({ length: 32 }, (_, i) => i))
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const blocks = (max: number) =>
  fc.integer({ min: 0, max }).chain((count) => bytes(count * 16).map((data) => Buffer.from(data)))

/** IGE as it is defined, block by block: c[i] = E(p[i] ^ c[i-1]) ^ p[i-1]. */
function slowEncrypt(data: Buffer, key: Buffer, iv: Buffer): Buffer {
  const ecb = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, i) => byte ^ (b[i] ?? 0)))
  const result: Buffer[] = []
  let cipherBefore = iv.subarray(0, 16)
  let plainBefore = iv.subarray(16)
  for (let at = 0; at < data.length; at += 16) {
    const plain = data.subarray(at, at + 16)
    cipherBefore = xor(ecb.update(xor(plain, cipherBefore)), plainBefore)
    plainBefore = plain
    result.push(cipherBefore)
  }
  return Buffer.concat(result)
}

// 32 bytes each: a counting key, iv and text (a vector of grammers), and the vector that mtcute
// derives from OpenSSL's second IGE example.
const VECTORS = [
  {
    key: counting,
    iv: counting,
    plain: counting,
    cipher: 'e28112a53e5c89c7b1ea8071c133699fd4e86b26c4bac9fc5af1ab8ce27a44a4',
  },
  {
    key: Buffer.from('5468697320697320616e20696d706c655468697320697320616e20696d706c65', 'hex'),
    iv: Buffer.from('6d656e746174696f6e206f6620494745206d6f646520666f72204f70656e5353', 'hex'),
    plain: Buffer.from('99706487a1cde613bc6de0b6f24b1c7aa448c8b9c3403e3467a8cad89340f53b', 'hex'),
    cipher: '792ea8ae577b1a66cb3bd92679b8030ca54ee631976bd3a04547fdcb4639fa69',
  },
]

describe('AES-256-IGE', () => {
  it.each(VECTORS)('gives the known ciphertext $cipher', ({ key, iv, plain, cipher }) => {
    expect(igeEncrypt(plain, key, iv).toString('hex')).toBe(cipher)
    expect(wasmEncrypt(plain, key, iv).toString('hex')).toBe(cipher)
    expect(nativeEncrypt(plain, key, iv).toString('hex')).toBe(cipher)
    expect(igeDecrypt(Buffer.from(cipher, 'hex'), key, iv)).toEqual(plain)
  })

  it('works before and after initCrypto, which may be called twice', async () => {
    const before = igeDecrypt(counting, counting, counting)
    await initCrypto()
    await initCrypto()
    expect(igeDecrypt(counting, counting, counting)).toEqual(before)
  })

  it('is the same by WebAssembly, by native CBC and by definition', () => {
    fc.assert(
      fc.property(blocks(40), bytes(32), bytes(32), (data, rawKey, rawIv) => {
        const [key, iv] = [Buffer.from(rawKey), Buffer.from(rawIv)]
        const expected = slowEncrypt(data, key, iv)
        expect(wasmEncrypt(data, key, iv)).toEqual(expected)
        expect(nativeEncrypt(data, key, iv)).toEqual(expected)
        expect(igeDecrypt(expected, key, iv)).toEqual(data)
      }),
    )
  })

  it('decrypts what it encrypted on both sides of the size where the way changes', () => {
    for (const length of [16, 8176, 8192, 8208, 65_536, 65_552, 4_194_304]) {
      const [data, key, iv] = [randomBytes(length), randomBytes(32), randomBytes(32)]
      const encrypted = igeEncrypt(data, key, iv)
      expect(encrypted).toEqual(wasmEncrypt(data, key, iv))
      expect(igeDecrypt(encrypted, key, iv)).toEqual(data)
    }
  })

  it('takes views that are not aligned to words and leaves its input alone', () => {
    const backing = randomBytes(8192 + 3)
    const data = backing.subarray(3)
    const copy = Buffer.from(data)
    expect(nativeEncrypt(data, counting, counting)).toEqual(wasmEncrypt(copy, counting, counting))
    expect(data).toEqual(copy)
  })

  it('refuses lengths that do not fit', () => {
    for (const cipher of [igeEncrypt, igeDecrypt]) {
      expect(() => cipher(Buffer.alloc(17), counting, counting)).toThrow(RangeError)
      expect(() => cipher(Buffer.alloc(16), Buffer.alloc(16), counting)).toThrow(RangeError)
      expect(() => cipher(Buffer.alloc(16), counting, Buffer.alloc(16))).toThrow(RangeError)
    }
  })
})
