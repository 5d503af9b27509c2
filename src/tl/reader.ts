import { TlDecodeError } from './errors.ts'

/** The id in front of a boxed vector. */
export const VECTOR_ID = 0x1cb5c415
const BOOL_TRUE = 0x997275b5 | 0
const BOOL_FALSE = 0xbc799737 | 0

/**
 * Reads TL's primitive values one after the other (https://core.telegram.org/mtproto/serialize).
 * Every read is checked against the end of the bytes and throws TlDecodeError beyond it.
 */
export class TlReader {
  /** Where the next value starts, from the first of the reader's bytes. */
  position = 0
  readonly length: number
  readonly #bytes: Buffer
  readonly #view: DataView

  constructor(bytes: Uint8Array, position = 0) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.length = bytes.byteLength
    this.position = position
  }

  /** How many bytes are left. */
  get remaining(): number {
    return this.length - this.position
  }

  /** A signed 32-bit number. */
  int(): number {
    return this.#view.getInt32(this.#take(4), true)
  }

  /** The next int without moving on: mostly the id of what follows. */
  peekInt(): number {
    const value = this.int()
    this.position -= 4
    return value
  }

  /** A signed 64-bit number. */
  long(): bigint {
    return this.#view.getBigInt64(this.#take(8), true)
  }

  /** A `long` that holds an id: imprecise, never wrong in kind, beyond 2^53. */
  id(): number {
    const at = this.#take(8)
    return this.#view.getInt32(at + 4, true) * 0x1_0000_0000 + this.#view.getUint32(at, true)
  }

  double(): number {
    return this.#view.getFloat64(this.#take(8), true)
  }

  bool(): boolean {
    const value = this.int()
    if (value === BOOL_TRUE) return true
    if (value === BOOL_FALSE) return false
    throw this.error('malformed', 'neither true nor false', this.position - 4, value)
  }

  /** A string as UTF-8; invalid sequences become U+FFFD. */
  string(): string {
    const start = this.position
    const length = this.#openString()
    const from = this.#take(length)
    const value = this.#bytes.toString('utf8', from, from + length)
    this.#take(-(this.position - start) & 3)
    return value
  }

  /** A `bytes` value, copied. */
  bytes(): Buffer {
    const start = this.position
    const value = this.raw(this.#openString())
    this.#take(-(this.position - start) & 3)
    return value
  }

  /** The next `length` bytes as they are, copied. */
  raw(length: number): Buffer {
    return Buffer.from(this.view(length))
  }

  /** The next `length` bytes as they are, a view that lives as long as the reader's own bytes. */
  view(length: number): Buffer {
    const from = this.#take(length)
    return this.#bytes.subarray(from, from + length)
  }

  /** A view of everything that is left. */
  rest(): Buffer {
    return this.view(this.remaining)
  }

  /**
   * The number of items of a vector.
   *
   * @param boxed whether the vector's id stands in front
   * @param itemSize the smallest size of one item: a count that cannot fit is refused unread
   */
  vectorCount(boxed: boolean, itemSize: number): number {
    if (boxed) {
      const id = this.int()
      if (id !== VECTOR_ID) throw this.error('malformed', 'not a vector', this.position - 4, id)
    }
    const count = this.int()
    if (count < 0) throw this.error('malformed', `a vector of ${count} items`, this.position - 4)
    if (count * itemSize > this.remaining) {
      throw this.error('truncated', `${count} items do not fit`, this.position - 4)
    }
    return count
  }

  /** Throws unless everything has been read. */
  end(): void {
    if (this.remaining > 0) throw this.error('malformed', 'bytes after the end')
  }

  /** Makes an error that points at a place in the bytes. */
  error(
    kind: TlDecodeError['kind'],
    reason: string,
    offset = this.position,
    constructorId?: number,
  ): TlDecodeError {
    return new TlDecodeError(kind, reason, offset, constructorId)
  }

  #take(length: number): number {
    const from = this.position
    if (length < 0 || from + length > this.length) {
      throw this.error('truncated', `${length} bytes wanted, ${this.length - from} left`)
    }
    this.position = from + length
    return from
  }

  /**
   * Reads the length in front of a string. The body follows, and then what fills it up to a multiple
   * of four: that must be there, its content is ignored.
   */
  #openString(): number {
    const first = this.#bytes[this.#take(1)] ?? 0
    if (first < 254) return first
    if (first > 254) throw this.error('malformed', 'not a string', this.position - 1)
    return this.#bytes.readUIntLE(this.#take(3), 3)
  }
}
