import { unzipSync } from 'node:zlib'

import type { ReadFields, ReadValue } from './compile.ts'
import { STAND_INS } from './conversions.ts'
import { TlDecodeError } from './errors.ts'
import type { TlObject } from './object.ts'
import { TlReader } from './reader.ts'

/** How deep objects may stand in each other; real requests stay below 20. */
const MAX_DEPTH = 100

/** How many items all vectors of one value may have together. */
const MAX_ITEMS = 1 << 18

/** How large the content of one request's gzip_packed calls may be, in bytes. */
const MAX_UNPACKED = 16 * 1024 * 1024

/**
 * How far one of them may grow beside that: real requests shrink to a tenth at best, zeros to a
 * thousandth, and one packet holds a thousand calls.
 */
const UNPACKED_FREE = 64 * 1024
const UNPACKED_RATIO = 64

const GZIP_PACKED = 0x3072cfa1

/** A definition, ready to be read. */
export interface ReadEntry {
  readonly id: number
  readonly name: string
  readonly type: string
  readonly isMethod: boolean
  readonly read: ReadFields
}

/** The definitions that a reader knows: by id (as a signed int), and by name for bare ones. */
export interface ReadTable {
  byId(id: number): ReadEntry | undefined
  byName(name: string): ReadEntry | undefined
}

/** Reads objects of a schema. */
export class ObjectReader extends TlReader {
  readonly #table: ReadTable
  #depth = 0
  #items = 0
  #unpacked = 0

  constructor(bytes: Uint8Array, table: ReadTable, position = 0) {
    super(bytes, position)
    this.#table = table
  }

  /** An object of a boxed type. */
  boxed(type: string): TlObject {
    const entry = this.#entry()
    if (entry.type === type && !entry.isMethod) return this.#fields(entry)
    const name = STAND_INS[type]?.[entry.name]
    if (name !== undefined) return { ...this.#fields(entry), _: name }
    throw this.error('malformed', `${entry.name} is no ${type}`, this.position - 4, entry.id)
  }

  /** Any boxed object, or a call. */
  object(): TlObject {
    return this.#fields(this.#entry())
  }

  /** One constructor without its id. */
  bare(name: string): TlObject {
    const entry = this.#table.byName(name)
    if (entry === undefined) throw this.error('malformed', `no definition of ${name}`)
    return this.#fields(entry)
  }

  /** A function call; one that is gzip_packed is unpacked and read. */
  query(): TlObject {
    const at = this.position
    if (this.peekInt() === GZIP_PACKED) return this.#packedQuery()
    const id = this.int()
    const entry = this.#table.byId(id)
    if (!entry?.isMethod) {
      throw this.error('unknown-function', `${entry?.name ?? hexId(id)} is no function`, at, id)
    }
    try {
      return this.#fields(entry)
    } catch (error) {
      if (error instanceof TlDecodeError) error.method ??= entry.name
      throw error
    }
  }

  vector(boxed: boolean, itemSize: number, item: ReadValue): unknown[] {
    const count = this.vectorCount(boxed, itemSize)
    this.#items += count
    if (this.#items > MAX_ITEMS) throw this.error('limit', `more than ${MAX_ITEMS} items`)
    const items: unknown[] = []
    for (let left = count; left > 0; left--) items.push(item(this))
    return items
  }

  #entry(): ReadEntry {
    const id = this.int()
    const entry = this.#table.byId(id)
    if (entry !== undefined) return entry
    const reason = `unknown constructor ${hexId(id)}`
    throw this.error('unknown-constructor', reason, this.position - 4, id)
  }

  #fields(entry: ReadEntry): TlObject {
    if (++this.#depth > MAX_DEPTH) throw this.error('limit', `nested deeper than ${MAX_DEPTH}`)
    const object = entry.read(this)
    this.#depth--
    return object
  }

  #packedQuery(): TlObject {
    const at = this.position
    this.int()
    const content = this.#unzip(this.bytes(), at)
    const inner = new ObjectReader(content, this.#table)
    inner.#depth = this.#depth + 1
    inner.#items = this.#items
    inner.#unpacked = this.#unpacked + content.length
    if (inner.#depth > MAX_DEPTH) throw this.error('limit', `nested deeper than ${MAX_DEPTH}`)
    const object = inner.query()
    inner.end()
    this.#items = inner.#items
    return object
  }

  /** gzip, or zlib (RFC 1950), which is what TDLib packs with. */
  #unzip(packed: Buffer, at: number): Buffer {
    const maxOutputLength = Math.min(
      MAX_UNPACKED - this.#unpacked,
      UNPACKED_FREE + UNPACKED_RATIO * packed.length,
    )
    try {
      return unzipSync(packed, { maxOutputLength })
    } catch (error) {
      if (error instanceof RangeError) {
        throw this.error('limit', `gzip beyond ${maxOutputLength} bytes`, at)
      }
      throw this.error('malformed', 'broken gzip', at)
    }
  }
}

function hexId(id: number): string {
  return (id >>> 0).toString(16).padStart(8, '0')
}
