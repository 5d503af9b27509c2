/** The global of that name, which the types know in browsers only. */
declare const WebAssembly: {
  readonly Module: new (file: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

/** What @mtcute/wasm's module exports, as far as it is used here. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer }
  __malloc(size: number): number
  __free(at: number): void
  __get_shared_key_buffer(): number
  __get_shared_iv_buffer(): number
  ige256_encrypt(input: number, length: number, output: number): void
  ige256_decrypt(input: number, length: number, output: number): void
}

/** Data up to this length is worked on in memory that is taken once. */
const ROOM = 64 * 1024

/**
 * AES-256-IGE by the WebAssembly of @mtcute/wasm. That package's own functions return memory of its own
 * for each result, which the garbage collector has to follow one by one; here it comes from Node's pool.
 */
export class IgeModule {
  readonly #exports: Exports
  readonly #keyAt: number
  readonly #ivAt: number
  /** Input, and behind it the output. */
  readonly #roomAt: number
  #memory: Buffer

  /** @param file the WebAssembly file */
  constructor(file: Uint8Array) {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(file))
    this.#exports = exports as Exports
    this.#keyAt = this.#exports.__get_shared_key_buffer()
    this.#ivAt = this.#exports.__get_shared_iv_buffer()
    this.#roomAt = this.#exports.__malloc(2 * ROOM)
    this.#memory = Buffer.from(this.#exports.memory.buffer)
  }

  /** Encrypts whole blocks with a key and an iv of 32 bytes each. */
  encrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Buffer {
    return this.#run('ige256_encrypt', data, key, iv)
  }

  /** Decrypts; arguments as in `encrypt`. */
  decrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Buffer {
    return this.#run('ige256_decrypt', data, key, iv)
  }

  #run(
    cipher: 'ige256_encrypt' | 'ige256_decrypt',
    data: Uint8Array,
    key: Uint8Array,
    iv: Uint8Array,
  ): Buffer {
    const { length } = data
    const at = length <= ROOM ? this.#roomAt : this.#exports.__malloc(2 * length)
    // Growing replaces the memory and leaves the old view empty.
    if (this.#memory.length === 0) this.#memory = Buffer.from(this.#exports.memory.buffer)
    const memory = this.#memory
    memory.set(data, at)
    memory.set(key, this.#keyAt)
    memory.set(iv, this.#ivAt)
    this.#exports[cipher](at, length, at + length)
    const result = Buffer.allocUnsafe(length)
    memory.copy(result, 0, at + length, at + 2 * length)
    if (at !== this.#roomAt) this.#exports.__free(at)
    return result
  }
}
