import type { LayerLines } from './layers.ts'
import type { TlObject } from './object.ts'
import { isInt53 } from './int53.ts'
import { parseFields, type TlField, type TlLine, type TlType } from './schema.ts'

/** What stands for values that are not there, in one schema. */
export class Zeros {
  readonly #lines: LayerLines
  #byType: Map<string, TlLine[]> | undefined

  constructor(lines: LayerLines) {
    this.#lines = lines
  }

  /**
   * The constructor for an object that is missing: the type's `...Empty`, or one that needs no
   * field, or the only one that the type has. Undefined where nothing can be chosen.
   */
  zeroName(type: string): string | undefined {
    const empty = this.emptyName(type)
    if (empty !== undefined) return empty
    const lines = this.#constructorsOf(type)
    const bodiless = lines.find((line) => parseFields(line).every(isOptional))
    return bodiless?.name ?? (lines.length === 1 ? lines[0]?.name : undefined)
  }

  /** The type's constructor that says "nothing": `photoEmpty`, `messageActionEmpty`. */
  emptyName(type: string): string | undefined {
    return this.#constructorsOf(type).find((line) => line.name.endsWith('Empty'))?.name
  }

  /** The value of a mandatory field that is missing; undefined where nothing can be chosen. */
  zeroValue(type: TlType, int53: boolean): unknown {
    switch (type.kind) {
      case 'int':
      case 'double':
        return 0
      case 'long':
        return int53 ? 0 : 0n
      case 'string':
        return ''
      case 'bool':
        return false
      case 'vector':
        return []
      case 'bytes':
        return Buffer.alloc(0)
      case 'int128':
        return Buffer.alloc(16)
      case 'int256':
        return Buffer.alloc(32)
      case 'boxed': {
        const name = this.zeroName(type.name)
        return name === undefined ? undefined : this.#zeroObject(name)
      }
      default:
        return undefined
    }
  }

  #zeroObject(name: string): TlObject {
    const line = this.#lines.constructors.get(name)
    const object: Record<string, unknown> & TlObject = { _: name }
    for (const field of line === undefined ? [] : parseFields(line)) {
      if (isOptional(field)) continue
      object[field.key] = this.zeroValue(field.type, isInt53(name, field.name))
    }
    return object
  }

  #constructorsOf(type: string): readonly TlLine[] {
    if (this.#byType === undefined) {
      this.#byType = new Map()
      for (const line of this.#lines.constructors.values()) {
        const same = this.#byType.get(line.type)
        if (same === undefined) this.#byType.set(line.type, [line])
        else same.push(line)
      }
    }
    return this.#byType.get(type) ?? []
  }
}

function isOptional(field: TlField): boolean {
  return field.flag !== undefined || field.type.kind === 'flags'
}
