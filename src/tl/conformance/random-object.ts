import type { Fields } from '../conversions.ts'
import { isInt53 } from '../int53.ts'
import type { LayerLines } from '../layers.ts'
import type { TlObject } from '../object.ts'
import { parseFields, type TlField, type TlLine, type TlType } from '../schema.ts'

/** A source of random numbers in [0, 1). */
export type Random = () => number

/** Deterministic random numbers (mulberry32): a failing test names the seed that repeats it. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Objects deeper than this get no optional fields, no items, and the flattest constructors. */
const DEPTH = 3

const STRINGS = [
  '',
  'a',
  'My very normal title',
  'ключ',
  '日本語',
  '🙂',
  'x'.repeat(253),
  'y'.repeat(300),
]

/** Makes random values of one schema: every field may be there, absent optional ones never appear. */
export class RandomObjects {
  readonly #lines: LayerLines
  readonly #byType: Map<string, TlLine[]>
  readonly #heights = new Map<string, number>()

  constructor(lines: LayerLines) {
    this.#lines = lines
    this.#byType = Map.groupBy(lines.constructors.values(), (line) => line.type)
    this.#measure()
  }

  /** A random object of a constructor, or a random call of a method. */
  make(name: string, random: Random, depth = 0): Fields {
    const line = this.#lines.constructors.get(name) ?? this.#lines.methods.get(name)
    if (line === undefined) throw new RangeError(`no definition of ${name}`)
    const object: Record<string, unknown> & TlObject = { _: name }
    const present = new Map<string, boolean>()
    for (const field of fieldsOf(line)) {
      if (field.type.kind === 'flags') continue
      if (field.flag !== undefined) {
        const bit = `${field.flag.field}.${field.flag.bit}`
        const known = present.get(bit) ?? (depth < DEPTH && random() < 0.5)
        present.set(bit, known)
        if (!known) continue
      }
      object[field.key] = this.value(field.type, random, depth + 1, isInt53(name, field.name))
    }
    return object
  }

  /** A random value of any type. */
  value(type: TlType, random: Random, depth = 0, int53 = false): unknown {
    switch (type.kind) {
      case 'int':
        return randomInt(random)
      case 'long':
        return int53 ? Math.floor(random() * 2 ** 52) : BigInt.asIntN(64, randomLong(random))
      case 'double':
        return random() * 1000
      case 'string':
        return pick(STRINGS, random)
      case 'bytes':
        return Buffer.from(pick(STRINGS, random))
      case 'int128':
        return Buffer.alloc(16, randomInt(random))
      case 'int256':
        return Buffer.alloc(32, randomInt(random))
      case 'bool':
        return random() < 0.5
      case 'true':
        return true
      case 'flags':
        throw new RangeError('flags have no value of their own')
      case 'query':
      case 'object':
        return { _: 'help.getConfig' }
      case 'bare':
        return this.make(type.name, random, depth)
      case 'boxed':
        return this.make(this.#choose(type.name, random, depth), random, depth)
      case 'vector': {
        const length = depth < DEPTH ? Math.floor(random() * 3) : 0
        return Array.from({ length }, () => this.value(type.item, random, depth, int53))
      }
    }
  }

  #choose(type: string, random: Random, depth: number): string {
    const lines = this.#byType.get(type)
    if (lines === undefined) throw new RangeError(`no constructor of ${type}`)
    if (depth < DEPTH) return pick(lines, random).name
    const height = (line: TlLine): number => this.#heights.get(line.name) ?? Infinity
    return lines.reduce((best, line) => (height(line) < height(best) ? line : best)).name
  }

  /** Finds how deep the flattest object of every constructor is, so that recursion ends. */
  #measure(): void {
    let changed = true
    while (changed) {
      changed = false
      for (const line of this.#lines.constructors.values()) {
        const height = this.#height(fieldsOf(line))
        if (height < (this.#heights.get(line.name) ?? Infinity)) {
          this.#heights.set(line.name, height)
          changed = true
        }
      }
    }
  }

  #height(fields: readonly TlField[]): number {
    const mandatory = fields.filter((field) => field.flag === undefined)
    return 1 + Math.max(0, ...mandatory.map((field) => this.#typeHeight(field.type)))
  }

  #typeHeight(type: TlType): number {
    if (type.kind === 'bare') return this.#heights.get(type.name) ?? Infinity
    if (type.kind !== 'boxed') return 0
    const lines = this.#byType.get(type.name) ?? []
    return Math.min(...lines.map((line) => this.#heights.get(line.name) ?? Infinity))
  }
}

/** Fields by definition; most definitions are shared by many layers. */
const fields = new WeakMap<TlLine, readonly TlField[]>()

function fieldsOf(line: TlLine): readonly TlField[] {
  let known = fields.get(line)
  if (known === undefined) {
    known = parseFields(line)
    fields.set(line, known)
  }
  return known
}

function pick<T>(items: readonly T[], random: Random): T {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}

function randomInt(random: Random): number {
  return (random() * 2 ** 32) | 0
}

function randomLong(random: Random): bigint {
  return (BigInt(randomInt(random)) << 32n) ^ BigInt(randomInt(random))
}
