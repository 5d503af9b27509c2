import { TlEncodeError } from './errors.ts'
import { VECTOR_ID } from './reader.ts'

const BOOL_TRUE = 0x997275b5 | 0
const BOOL_FALSE = 0xbc799737 | 0
const TWO_32 = 0x1_0000_0000
const INITIAL_SIZE = 4096

/** Larger memory than this is not kept for the next writer, in bytes. */
const LARGEST_KEPT = 1 << 20

/** Longest string that is copied by hand, in characters. */
const LONGEST_COPIED = 64

/** Memory of a writer that has finished: to allocate costs more than to write a usual object. */
let spare: DataView<ArrayBuffer> | undefined

/**
 * Writes TL's primitive values one after the other into a buffer that grows. A missing value is
 * written as its type's zero; a value of another type is a TlEncodeError that names `field`.
 */
export class TlWriter {
  /** How many bytes are written. */
  position = 0
  #bytes: Buffer
  #view: DataView<ArrayBuffer>

  constructor() {
    this.#view = spare ?? new DataView(new ArrayBuffer(INITIAL_SIZE))
    this.#bytes = Buffer.from(this.#view.buffer)
    spare = undefined
  }

  /** A signed 32-bit number. */
  int(value: unknown, field = 'value'): void {
    if (typeof value !== 'number' || (value | 0) !== value) value = intOf(value, field)
    const at = this.#grow(4)
    this.#view.setInt32(at, value as number, true)
  }

  /** A 64-bit number, given as bigint or as a safe integer. */
  long(value: unknown, field = 'value'): void {
    this.id(value, field)
  }

  /** The same, fast where the value is a number. */
  id(value: unknown, field = 'value'): void {
    if (typeof value === 'bigint') {
      const at = this.#grow(8)
      this.#view.setBigInt64(at, value, true)
      return
    }
    if (value === undefined) value = 0
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw new TlEncodeError(`${field}: an integer is needed, not ${describe(value)}`)
    }
    const at = this.#grow(8)
    this.#view.setUint32(at, value % TWO_32, true)
    this.#view.setInt32(at + 4, Math.floor(value / TWO_32), true)
  }

  double(value: unknown, field = 'value'): void {
    if (value === undefined) value = 0
    if (typeof value !== 'number') {
      throw new TlEncodeError(`${field}: a number is needed, not ${describe(value)}`)
    }
    const at = this.#grow(8)
    this.#view.setFloat64(at, value, true)
  }

  bool(value: unknown, field = 'value'): void {
    if (value !== undefined && typeof value !== 'boolean') {
      throw new TlEncodeError(`${field}: a boolean is needed, not ${describe(value)}`)
    }
    this.int(value === true ? BOOL_TRUE : BOOL_FALSE)
  }

  string(value: unknown, field = 'value'): void {
    if (value === undefined) value = ''
    if (typeof value !== 'string') {
      throw new TlEncodeError(`${field}: a string is needed, not ${describe(value)}`)
    }
    if (value.length <= LONGEST_COPIED && this.#copyAscii(value)) return
    const length = Buffer.byteLength(value)
    const from = this.#openString(length, field)
    this.#bytes.write(value, from, length)
  }

  bytes(value: unknown, field = 'value'): void {
    if (value === undefined) value = NO_BYTES
    if (!(value instanceof Uint8Array)) {
      throw new TlEncodeError(`${field}: bytes are needed, not ${describe(value)}`)
    }
    const at = this.#openString(value.length, field)
    this.#bytes.set(value, at)
  }

  /** Bytes as they are. With `length`, exactly that many (int128, int256); a missing value is zeros. */
  raw(value: unknown, length?: number, field = 'value'): void {
    if (value === undefined) value = Buffer.alloc(length ?? 0)
    if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length)) {
      const wanted = length === undefined ? 'bytes' : `${length} bytes`
      throw new TlEncodeError(`${field}: ${wanted} needed, not ${describe(value)}`)
    }
    const at = this.#grow(value.length)
    this.#bytes.set(value, at)
  }

  /** Opens a vector: its id where `boxed`, then a count that `patch` can correct. */
  vectorHead(boxed: boolean, count: number): number {
    if (boxed) this.int(VECTOR_ID)
    this.int(count)
    return this.position - 4
  }

  /** Writes an int over one that stands at `position` already: flags, counts. */
  patch(position: number, value: number): void {
    this.#view.setInt32(position, value, true)
  }

  /** Takes the int at `position` out again: the id of an object that is to stand bare. */
  dropInt(position: number): void {
    this.#bytes.copyWithin(position, position + 4, this.position)
    this.position -= 4
  }

  /** Returns what is written. The writer cannot be used after it. */
  finish(): Buffer {
    const written = Buffer.allocUnsafe(this.position)
    this.#bytes.copy(written, 0, 0, this.position)
    if (this.#bytes.length <= LARGEST_KEPT) spare = this.#view
    this.#bytes = NO_BYTES
    this.position = 0
    return written
  }

  /** Makes room for `length` bytes and returns where they start. Replaces the memory when it is full. */
  #grow(length: number): number {
    const from = this.position
    const end = from + length
    if (end > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(end, this.#bytes.length * 2))
      this.#bytes.copy(larger, 0, 0, from)
      this.#bytes = larger
      this.#view = new DataView(larger.buffer)
    }
    this.position = end
    return from
  }

  /** Writes a string's length and padding and returns where its body goes. */
  #openString(length: number, field: string): number {
    if (length >= 1 << 24) throw new TlEncodeError(`${field}: ${length} bytes are too many`)
    const head = length < 254 ? 1 : 4
    const padding = -(head + length) & 3
    const at = this.#grow(head + length + padding)
    if (head === 1) this.#bytes[at] = length
    else this.#view.setInt32(at, (length << 8) | 254, true)
    for (let i = this.position - padding; i < this.position; i++) this.#bytes[i] = 0
    return at + head
  }

  /** Writes a short string byte by byte, faster than a native call. Returns false if not ASCII. */
  #copyAscii(value: string): boolean {
    const start = this.position
    let at = this.#openString(value.length, '')
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i)
      if (code > 127) {
        this.position = start
        return false
      }
      this.#bytes[at++] = code
    }
    return true
  }
}

const NO_BYTES = Buffer.alloc(0)

function intOf(value: unknown, field: string): number {
  if (value === undefined) return 0
  throw new TlEncodeError(`${field}: a 32-bit integer is needed, not ${describe(value)}`)
}

/** Names a value in an error without showing what it holds: it may be a secret. */
export function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'number') return `the number ${value}`
  return `a ${typeof value}`
}
