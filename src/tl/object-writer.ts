import type { WriteFields, WriteValue } from './compile.ts'
import { TlEncodeError } from './errors.ts'
import type { TlObject } from './object.ts'
import { Repeated } from './repeated.ts'
import { describe, TlWriter } from './writer.ts'

/** A definition, ready to be written. */
export interface WriteEntry {
  readonly name: string
  readonly type: string
  readonly isMethod: boolean
  readonly write: WriteFields
}

/** What a writer asks the receiver's layer. */
export interface WriteSchema {
  /** Whether this is the layer of the objects themselves, so that nothing can be lacking. */
  readonly isNewest: boolean
  /** The definition of that name, unless its objects must be converted first. */
  find(name: string): WriteEntry | undefined
  /** Whether only a newer layer has that constructor, with no conversion to this one. */
  lacks(name: string): boolean
  /**
   * Turns an object into one that this layer has.
   * Throws TlEncodeError, with `layerLacksIt` when a newer layer would have it.
   */
  convert(object: TlObject): { entry: WriteEntry; object: TlObject }
  /** The constructor that stands for a missing object of a type. */
  zeroName(type: string): string | undefined
  /** The constructor that stands for one that the layer lacks: `photoEmpty`, `messageActionEmpty`. */
  emptyName(type: string): string | undefined
}

/** Writes objects of the newest layer in the receiver's layer. */
export class ObjectWriter extends TlWriter {
  readonly #schema: WriteSchema

  constructor(schema: WriteSchema) {
    super()
    this.#schema = schema
  }

  /** An object that must be there: a missing or lacking one is replaced by its type's empty one. */
  boxed(value: unknown, type: string, field = type): void {
    const object = value === undefined ? this.#zero(type, field) : asObject(value, type, field)
    if (this.#schema.isNewest) {
      this.#write(object, type, field)
      return
    }
    const start = this.position
    try {
      this.#write(object, type, field)
    } catch (error) {
      const empty = isLacking(error) ? this.#schema.emptyName(type) : undefined
      if (empty === undefined || empty === object._) throw error
      this.position = start
      this.#write({ ...object, _: empty }, type, field)
    }
  }

  /** An object that may be left out. Returns false, nothing written, when the layer lacks it. */
  tryBoxed(value: unknown, type: string, field: string): boolean {
    const object = asObject(value, type, field)
    if (this.#schema.isNewest) {
      this.#write(object, type, field)
      return true
    }
    if (this.#schema.lacks(object._)) return false
    const start = this.position
    try {
      this.#write(object, type, field)
      return true
    } catch (error) {
      if (!isLacking(error)) throw error
      this.position = start
      return false
    }
  }

  /** A vector of objects, some perhaps `Repeated`; those that the layer lacks are left out. */
  objects(value: unknown, boxed: boolean, type: string, field: string): void {
    const items = asArray(value, field)
    const head = this.vectorHead(boxed, items.length)
    let count = 0
    for (const item of items) {
      const isThere =
        item instanceof Repeated
          ? this.#repeat(item, type, field)
          : this.tryBoxed(item, type, field)
      if (isThere) count++
    }
    this.patch(head, count)
  }

  vector(value: unknown, boxed: boolean, item: WriteValue, field: string): void {
    const items = asArray(value, field)
    this.vectorHead(boxed, items.length)
    for (const one of items) item(this, one, field)
  }

  /** An object of one constructor, without its id. */
  bare(value: unknown, name: string, field: string): void {
    const entry = this.#schema.find(name)
    if (entry === undefined) throw new TlEncodeError(`${field}: no definition of ${name}`)
    const start = this.position
    entry.write(this, asObject(value, name, field))
    this.dropInt(start)
  }

  /** A function call. */
  query(value: unknown, field = 'query'): void {
    const object = asObject(value, 'call', field)
    const entry = this.#schema.find(object._)
    if (entry?.isMethod !== true) throw new TlEncodeError(`${field}: ${object._} is no function`)
    entry.write(this, object)
  }

  /** Any object or call. */
  object(value: unknown, field = 'object'): void {
    const object = asObject(value, 'object', field)
    const entry = this.#schema.find(object._)
    const found = entry === undefined ? this.#schema.convert(object) : { entry, object }
    found.entry.write(this, found.object)
  }

  /** Copies what another writer wrote in this layer. Returns false, nothing written, when the layer lacks it. */
  #repeat(item: Repeated, type: string, field: string): boolean {
    const bytes = item.in(this.#schema, () => {
      const writer = new ObjectWriter(this.#schema)
      const isThere = writer.tryBoxed(item.object, type, field)
      const written = writer.finish()
      return isThere ? written : undefined
    })
    if (bytes === undefined) return false
    this.raw(bytes)
    return true
  }

  #write(object: TlObject, type: string, field: string): void {
    let entry = this.#schema.find(object._)
    if (entry === undefined) ({ entry, object } = this.#schema.convert(object))
    if (entry.type !== type || entry.isMethod) {
      throw new TlEncodeError(`${field}: ${object._} is no ${type}`)
    }
    entry.write(this, object)
  }

  #zero(type: string, field: string): TlObject {
    const name = this.#schema.zeroName(type)
    if (name !== undefined) return { _: name }
    // In an older layer the field may be missing because the newest one no longer has to have it.
    const layerLacksIt = !this.#schema.isNewest
    throw new TlEncodeError(`${field}: missing, and ${type} has no empty one`, layerLacksIt)
  }
}

function isLacking(error: unknown): boolean {
  return error instanceof TlEncodeError && error.layerLacksIt
}

function asObject(value: unknown, type: string, field: string): TlObject {
  if (typeof value === 'object' && value !== null && '_' in value && typeof value._ === 'string') {
    return value as TlObject
  }
  throw new TlEncodeError(`${field}: a ${type} is needed, not ${describe(value)}`)
}

function asArray(value: unknown, field: string): readonly unknown[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  throw new TlEncodeError(`${field}: an array is needed, not ${describe(value)}`)
}
