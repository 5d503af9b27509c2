import { nearest } from './nearest.ts'

/** What a key takes, in words, and the value if it is that; undefined if not. */
export interface Kind {
  readonly is: string
  read(value: unknown): unknown
}

/** The keys that an object may have, and those that it must have. */
export interface Shape {
  readonly keys: Readonly<Record<string, Kind>>
  readonly required: readonly string[]
}

/** How an object may fail its shape. */
export type Fault = 'SHAPE_INVALID' | 'FIELD_UNKNOWN' | 'FIELD_INVALID' | 'FIELD_MISSING'

export const TEXT: Kind = {
  is: 'a text',
  read: (value) => (typeof value === 'string' ? value : undefined),
}
export const FLAG: Kind = {
  is: 'true or false',
  read: (value) => (typeof value === 'boolean' ? value : undefined),
}
export const COUNT: Kind = {
  is: 'a whole number from 0 on',
  read: (value) => (Number.isSafeInteger(value) && Number(value) >= 0 ? value : undefined),
}
export const ID: Kind = {
  is: 'an id, a whole number from 1 on',
  read: (value) => (Number.isSafeInteger(value) && Number(value) >= 1 ? value : undefined),
}

export const SECONDS: Kind = { is: 'a whole number of seconds, 0 or more', read: COUNT.read }

/** One of some texts. */
export function oneOf(names: readonly string[]): Kind {
  const is = `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`
  return { is, read: (value) => names.find((name) => name === value) }
}

/**
 * A list of things of one kind.
 *
 * @param what the plural, such as `texts`
 */
export function listOf(kind: Kind, what: string, max = 10_000): Kind {
  return {
    is: `a list of at most ${max} ${what}`,
    read(value) {
      if (!Array.isArray(value) || value.length > max) return undefined
      const items = value.map((item) => kind.read(item))
      return items.includes(undefined) ? undefined : items
    },
  }
}

/** An object inside of another, with every one of these keys and no other. */
export function whole(keys: Readonly<Record<string, Kind>>): Kind {
  const names = Object.keys(keys)
  const shape = { keys, required: names }
  return {
    is: `{ ${names.join(', ')} }`,
    read(value) {
      try {
        return readShape(shape, value, (_fault, what) => new Error(what))
      } catch {
        return undefined
      }
    },
  }
}

/**
 * Reads an object key by key; a key whose value is undefined counts as absent.
 *
 * @param wrong makes the error from the fault and a predicate: `needs firstName, a text`
 * @throws what `wrong` makes
 */
export function readShape(
  { keys, required }: Shape,
  given: unknown,
  wrong: (fault: Fault, what: string) => Error,
): Record<string, unknown> {
  const known = Object.keys(keys)
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw wrong('SHAPE_INVALID', `takes an object with ${known.join(', ')}; got ${shown(given)}`)
  const read: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(given)) {
    const kind = Object.hasOwn(keys, key) ? keys[key] : undefined
    if (!kind) {
      const near = nearest(key, known)
      const meant = near === undefined ? '' : `; did you mean ${near}?`
      const name = JSON.stringify(key.slice(0, 60))
      throw wrong('FIELD_UNKNOWN', `takes no ${name}, only ${known.join(', ')}${meant}`)
    }
    if (value === undefined) continue
    read[key] = kind.read(value)
    if (read[key] === undefined) {
      throw wrong('FIELD_INVALID', `takes ${kind.is}${as(kind, key)}; got ${shown(value)}`)
    }
  }
  for (const key of required)
    if (read[key] === undefined)
      throw wrong('FIELD_MISSING', `needs ${key}, ${keys[key]?.is ?? 'a value'}`)
  return read
}

/**
 * Reads the arguments of a call that takes them one by one. What is left out is invalid like any other.
 *
 * @param call as its caller writes it: `clock.advance(seconds)`
 * @param wrong makes the error from the fault and the whole sentence
 * @throws what `wrong` makes
 */
export function readArguments(
  keys: Shape['keys'],
  call: string,
  given: Readonly<Record<string, unknown>>,
  wrong: (fault: Fault, sentence: string) => Error,
): Record<string, unknown> {
  const isOne = Object.keys(keys).length === 1
  const read: Record<string, unknown> = {}
  for (const [key, kind] of Object.entries(keys)) {
    read[key] = kind.read(given[key])
    if (read[key] !== undefined) continue
    const name = isOne ? '' : as(kind, key)
    throw wrong('FIELD_INVALID', `${call} takes ${kind.is}${name}; got ${shown(given[key])}`)
  }
  return read
}

/** The name of a key behind what it takes. */
function as({ is }: Kind, key: string): string {
  return `${is.includes(', ') ? ',' : ''} as ${key}`
}

/** What came instead, as its giver would write it, cut short. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`
  // JSON has no NaN and no Infinity.
  const text = typeof value === 'number' ? String(value) : jsonOf(value)
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}...` : text
}

/** Most characters of a wrong value that an error shows. */
const SHOWN_MAX = 60

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return 'an object'
  }
}
