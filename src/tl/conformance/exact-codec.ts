import { compileWrite } from '../compile.ts'
import type { Fields } from '../conversions.ts'
import { TlEncodeError } from '../errors.ts'
import type { LayerLines } from '../layers.ts'
import { ObjectWriter, type WriteEntry, type WriteSchema } from '../object-writer.ts'
import type { TlObject } from '../object.ts'
import { parseFields, type TlLine } from '../schema.ts'

/** Writes objects as a client of one layer does: by that layer's own shapes, nothing converted. */
export class ExactCodec implements WriteSchema {
  readonly isNewest = true
  readonly #lines: LayerLines
  readonly #entries = new Map<string, WriteEntry>()

  constructor(lines: LayerLines) {
    this.#lines = lines
  }

  encode(object: Fields): Buffer {
    const writer = new ObjectWriter(this)
    writer.object(object)
    return writer.finish()
  }

  find(name: string): WriteEntry | undefined {
    const known = this.#entries.get(name)
    if (known !== undefined) return known
    const line = this.#lines.constructors.get(name) ?? this.#lines.methods.get(name)
    if (line === undefined) return undefined
    const entry = entryOf(line)
    this.#entries.set(name, entry)
    return entry
  }

  lacks(): boolean {
    return false
  }

  convert(object: TlObject): never {
    throw new TlEncodeError(`layer ${this.#lines.layer} has no ${object._}`)
  }

  zeroName(): undefined {
    return undefined
  }

  emptyName(): undefined {
    return undefined
  }
}

/** Most definitions are shared by many layers. */
const entries = new WeakMap<TlLine, WriteEntry>()

function entryOf(line: TlLine): WriteEntry {
  let entry = entries.get(line)
  if (entry === undefined) {
    const { name, id, type, isMethod } = line
    entry = { name, type, isMethod, write: compileWrite({ name, id, fields: parseFields(line) }) }
    entries.set(line, entry)
  }
  return entry
}
