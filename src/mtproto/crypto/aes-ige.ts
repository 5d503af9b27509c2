import { createCipheriv } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { getWasmUrl } from '@mtcute/wasm'
import { IgeModule } from './ige-module.ts'

const BLOCK = 16

let loaded: IgeModule | undefined

/**
 * Loads the WebAssembly of AES-IGE, so that the first message does not wait for the disk. Optional: a
 * cipher call before it loads the same file synchronously (about 2 ms, once).
 */
export async function initCrypto(): Promise<void> {
  loaded ??= new IgeModule(await readFile(getWasmUrl()))
}

/**
 * Encrypts with AES-256-IGE, the cipher of every MTProto message.
 *
 * @param data plain bytes; their length is a multiple of 16
 * @param key 32 bytes
 * @param iv 32 bytes: the ciphertext block before the first one, then the plaintext block before it
 * @throws RangeError on a length that does not fit
 *
 * Source: https://core.telegram.org/mtproto/description
 */
export function igeEncrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Buffer {
  checkLengths(data, key, iv)
  return data.length < NATIVE_FROM ? wasmEncrypt(data, key, iv) : nativeEncrypt(data, key, iv)
}

/**
 * Decrypts AES-256-IGE; arguments and errors as in `igeEncrypt`. Always WebAssembly: IGE decryption
 * feeds each plain block into the next one, which no mode that Node offers natively does.
 */
export function igeDecrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Buffer {
  checkLengths(data, key, iv)
  return wasm().decrypt(data, key, iv)
}

/** IGE encryption by WebAssembly; exported so that tests can hold both ways against each other. */
export function wasmEncrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Buffer {
  return wasm().encrypt(data, key, iv)
}

/**
 * IGE encryption by the native AES-CBC. With d[i] = c[i] ^ p[i-1], the definition
 * c[i] = E(p[i] ^ c[i-1]) ^ p[i-1] turns into d[i] = E(p[i] ^ p[i-2] ^ d[i-1]): CBC over the
 * plaintext xored with itself two blocks back. Exported for tests, like `wasmEncrypt`.
 */
export function nativeEncrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Buffer {
  // p[-1] and then the plaintext, as words: one copy that is aligned whatever `data` is.
  const plain = new Uint32Array((BLOCK + data.length) / 4)
  const plainBytes = new Uint8Array(plain.buffer)
  plainBytes.set(iv.subarray(BLOCK))
  plainBytes.set(data, BLOCK)

  const mixed = plain.slice(4)
  xorInto(mixed.subarray(4), plain)
  const cipher = createCipheriv('aes-256-cbc', key, iv.subarray(0, BLOCK)).setAutoPadding(false)
  const result = new Uint8Array(data.length)
  result.set(cipher.update(new Uint8Array(mixed.buffer)))
  xorInto(new Uint32Array(result.buffer), plain)
  return Buffer.from(result.buffer)
}

/**
 * From this length on native encryption is faster. Measured: making a native cipher costs 20 to 30 µs
 * and each kB then 2 µs; WebAssembly has no fixed cost and takes 7 µs for each kB.
 */
const NATIVE_FROM = 8192

/** target ^= source, for as many words as the target has; the source is at least as long. */
function xorInto(target: Uint32Array, source: Uint32Array): void {
  for (let i = 0; i < target.length; i++) {
    target[i] = (target[i] ?? 0) ^ (source[i] ?? 0)
  }
}

function wasm(): IgeModule {
  return (loaded ??= new IgeModule(readFileSync(getWasmUrl())))
}

function checkLengths(data: Uint8Array, key: Uint8Array, iv: Uint8Array): void {
  if (data.length % BLOCK !== 0) throw new RangeError(`not whole AES blocks: ${data.length} bytes`)
  if (key.length !== 32) throw new RangeError(`an AES-256 key has 32 bytes, not ${key.length}`)
  if (iv.length !== 32) throw new RangeError(`an IGE iv has 32 bytes, not ${iv.length}`)
}
