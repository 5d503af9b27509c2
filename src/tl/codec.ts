import { compileRead, compileWrite, type WriteField } from './compile.ts'
import { coerceDown, downgrade, hasDowngrade, upgradeFor } from './convert.ts'
import { TlEncodeError } from './errors.ts'
import { everyLine, linesOf, NEWEST_LAYER, newestLines, type LayerLines } from './layers.ts'
import type { ReadEntry, ReadTable } from './object-reader.ts'
import type { WriteEntry, WriteSchema } from './object-writer.ts'
import type { TlObject } from './object.ts'
import { parseFields, typeText, type TlField, type TlLine } from './schema.ts'
import { Zeros } from './zeros.ts'

/**
 * One schema, ready to read and to write: a layer, or MTProto's service schema. Every definition is
 * compiled when it is first met.
 */
export class Codec implements ReadTable, WriteSchema {
  readonly isNewest: boolean
  readonly #lines: LayerLines
  readonly #readers = new Map<number, ReadEntry>()
  readonly #writers = new Map<string, WriteEntry | undefined>()
  #lineById: Map<number, TlLine> | undefined
  readonly #zeros: Zeros

  constructor(lines: LayerLines) {
    this.#lines = lines
    this.#zeros = new Zeros(lines)
    this.isNewest = lines.layer >= NEWEST_LAYER
  }

  /** The definition of a method in this schema. */
  method(name: string): TlLine | undefined {
    return this.#lines.methods.get(name)
  }

  byId(id: number): ReadEntry | undefined {
    const known = this.#readers.get(id)
    if (known !== undefined) return known
    this.#lineById ??= indexById(this.#lines)
    const line = this.#lineById.get(id)
    if (line === undefined) return undefined
    const entry = plainReadEntry(line)
    this.#readers.set(id, entry)
    return entry
  }

  byName(name: string): ReadEntry | undefined {
    const line = this.#lines.constructors.get(name)
    return line && this.byId(line.id | 0)
  }

  find(name: string): WriteEntry | undefined {
    const known = this.#writers.get(name)
    if (known !== undefined || this.#writers.has(name)) return known
    const entry = hasDowngrade(name, this.#lines.layer) ? undefined : this.#writeEntry(name)
    this.#writers.set(name, entry)
    return entry
  }

  lacks(name: string): boolean {
    if (this.isNewest || this.find(name) !== undefined) return false
    return !hasDowngrade(name, this.#lines.layer) && newestLines().constructors.has(name)
  }

  convert(object: TlObject): { entry: WriteEntry; object: TlObject } {
    const { layer } = this.#lines
    const converted = downgrade(object, layer)
    if (converted !== undefined) {
      const entry = this.#writeEntry(converted._)
      if (entry !== undefined) return { entry, object: converted }
    }
    const known = newestLines().constructors.has(object._)
    if (!known) throw new TlEncodeError(`no layer has a constructor ${object._}`)
    throw new TlEncodeError(`layer ${layer} has nothing like ${object._}`, true)
  }

  zeroName(type: string): string | undefined {
    return this.#zeros.zeroName(type)
  }

  emptyName(type: string): string | undefined {
    return this.#zeros.emptyName(type)
  }

  /** Writers of names that need no conversion; compiled per definition, shared between layers. */
  #writeEntry(name: string): WriteEntry | undefined {
    const line = this.#lines.constructors.get(name) ?? this.#lines.methods.get(name)
    return line && writeEntry(line)
  }
}

const codecs = new Map<number, Codec>()

/** The codec of a stored layer, made at first use. */
export function codecOf(layer: number): Codec {
  let codec = codecs.get(layer)
  if (codec === undefined) {
    codec = new Codec(linesOf(layer))
    codecs.set(layer, codec)
  }
  return codec
}

let requestTable: ReadTable | undefined

/**
 * Every id of every layer. What it reads comes out in the newest layer's shape; where layers differ
 * in the flags of one id, the flags of all of them are understood.
 */
export function everyId(): ReadTable {
  requestTable ??= new EveryId()
  return requestTable
}

class EveryId implements ReadTable {
  readonly #lines = new Map<number, TlLine[]>()
  readonly #entries = new Map<number, ReadEntry>()

  constructor() {
    for (const line of everyLine()) {
      const same = this.#lines.get(line.id | 0)
      if (same === undefined) this.#lines.set(line.id | 0, [line])
      else same.push(line)
    }
  }

  byId(id: number): ReadEntry | undefined {
    const known = this.#entries.get(id)
    if (known !== undefined) return known
    const lines = this.#lines.get(id)
    const newest = lines?.[0]
    if (lines === undefined || newest === undefined) return undefined
    const entry = readEntry(newest, unionOfFields(lines), upgradeFor(newest))
    this.#entries.set(id, entry)
    return entry
  }

  byName(name: string): ReadEntry | undefined {
    const line = newestLines().constructors.get(name)
    return line && this.byId(line.id | 0)
  }
}

/** Fields of the first definition, and the `true` flags that only the others have. */
function unionOfFields(lines: readonly TlLine[]): TlField[] {
  const fields: TlField[] = []
  for (const line of lines) {
    for (const field of parseFields(line)) {
      const known = fields.some((other) => other.name === field.name || isSameBit(field, other))
      if (!known) fields.push(field)
    }
  }
  return fields
}

/** Whether two fields are one `true` flag, perhaps under two names: the newer name counts. */
function isSameBit({ type, flag }: TlField, other: TlField): boolean {
  if (type.kind !== 'true' || other.type.kind !== 'true') return false
  return flag?.field === other.flag?.field && flag?.bit === other.flag?.bit
}

const readEntries = new WeakMap<TlLine, ReadEntry>()

/** The reader of a definition in its own shape: one for all layers that have the definition. */
function plainReadEntry(line: TlLine): ReadEntry {
  let entry = readEntries.get(line)
  if (entry === undefined) {
    entry = readEntry(line, parseFields(line))
    readEntries.set(line, entry)
  }
  return entry
}

/** An entry that compiles itself when its first object is read. */
function readEntry(
  line: TlLine,
  fields: readonly TlField[],
  upgrade?: (object: TlObject) => TlObject,
): ReadEntry {
  const entry: { -readonly [K in keyof ReadEntry]: ReadEntry[K] } = {
    id: line.id,
    name: line.name,
    type: line.type,
    isMethod: line.isMethod,
    read(reader) {
      const plain = compileRead({ name: line.name, fields })
      entry.read = upgrade === undefined ? plain : (next) => upgrade(plain(next))
      return entry.read(reader)
    },
  }
  return entry
}

const writeEntries = new Map<string, WriteEntry>()

/** The writer of a definition: one for all layers that have the definition in the same words. */
function writeEntry(line: TlLine): WriteEntry {
  const known = writeEntries.get(line.text)
  if (known !== undefined) return known
  const { name, id, type, isMethod } = line
  const write = compileWrite({ name, id, fields: writeFields(line) })
  const entry = { name, type, isMethod, write }
  writeEntries.set(line.text, entry)
  return entry
}

/** A definition's fields, with how each is filled from an object of the newest layer. */
function writeFields(line: TlLine): WriteField[] {
  const newest = newestLines()
  const now = (line.isMethod ? newest.methods : newest.constructors).get(line.name)
  const fields = parseFields(line)
  if (now === undefined || now.text === line.text) return fields
  const nowByName = new Map(parseFields(now).map((field) => [field.name, field]))
  return fields.map((field) => {
    const other = nowByName.get(field.name)
    if (other === undefined || typeText(other.type) === typeText(field.type)) return field
    return { ...field, from: coerceDown(typeText(other.type), typeText(field.type)) ?? 'absent' }
  })
}

function indexById({ constructors, methods }: LayerLines): Map<number, TlLine> {
  const index = new Map<number, TlLine>()
  for (const line of constructors.values()) index.set(line.id | 0, line)
  for (const line of methods.values()) index.set(line.id | 0, line)
  return index
}
