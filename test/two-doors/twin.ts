import type { TypeChat, TypeUser } from '../../src/tl/generated/base.ts'
import type { Ledger } from './ledger.ts'

/** What MTProto said beside an object: everybody whom it names, and the viewer's own id. */
export interface Beside {
  readonly viewerId: number
  readonly users: ReadonlyMap<number, TypeUser>
  readonly chats: ReadonlyMap<number, TypeChat>
}

/** MTProto does not say it in this state, so that there is nothing to compare. */
export const UNTOLD = Symbol('untold')

/** What the official server would write into a field, were it told this object over MTProto. */
export type Fact<T> = (told: T, beside: Beside) => unknown

/** A field of the Bot API alone, and why. */
export class OnlyBotApi {
  readonly why: string
  constructor(why: string) {
    this.why = why
  }
}

/** Declares a field that MTProto has no place for. */
export function onlyBotApi(why: string): OnlyBotApi {
  return new OnlyBotApi(why)
}

/** A fact, or why there is none, for every field that the encoder's type declares. */
export type Facts<Json, T> = { readonly [K in FieldsOf<Json>]-?: Fact<T> | OnlyBotApi }

/** Names of the fields of each member of a union. */
type FieldsOf<Json> = Json extends unknown ? keyof Json : never

/** How an object of the Bot API follows from one of MTProto. */
export interface Twin<T> {
  readonly name: string
  readonly facts: Readonly<Record<string, Fact<T> | OnlyBotApi>>
}

/** A twin by the Bot API's name for it. */
export function twin<Json, T>(name: string, facts: Facts<Json, T>): Twin<T> {
  return { name, facts }
}

/** What the Bot API should say: an object by its twin. */
export class Expected {
  readonly name: string
  readonly fields = new Map<string, unknown>()

  constructor(name: string, entries: Iterable<readonly [string, unknown]>) {
    this.name = name
    for (const [field, value] of entries) this.fields.set(field, value)
  }
}

/** What follows from an object that MTProto told. */
export function expected<T>({ name, facts }: Twin<T>, told: T, beside: Beside): Expected {
  return new Expected(
    name,
    Object.entries(facts).map(([field, fact]) => [
      field,
      fact instanceof OnlyBotApi ? UNTOLD : fact(told, beside),
    ]),
  )
}

/**
 * Compares what should be said with what the Bot API's encoder wrote, and enters each difference.
 *
 * @param where names the state, for those who read the difference
 */
export function compare(ledger: Ledger, want: unknown, said: unknown, where: string): void {
  if (want === UNTOLD) return
  if (want instanceof Expected) compareObject(ledger, want, said, where)
  else if (Array.isArray(want) && Array.isArray(said)) {
    const length = Math.max(want.length, said.length)
    for (let i = 0; i < length; i++) compare(ledger, want[i], said[i], `${where}[${i}]`)
  } else if (isRecord(want) && isRecord(said)) {
    const fields = new Expected('', Object.entries(want))
    for (const key of new Set([...fields.fields.keys(), ...Object.keys(said)])) {
      compare(ledger, fields.fields.get(key), said[key], `${where}.${key}`)
    }
  } else if (want !== said) {
    ledger.differences.add(`${where}: MTProto ${show(want)}, Bot API ${show(said)}`)
  }
}

function compareObject(ledger: Ledger, want: Expected, said: unknown, where: string): void {
  if (!isRecord(said)) {
    ledger.differences.add(`${where}: MTProto tells a ${want.name}, Bot API ${show(said)}`)
    return
  }
  for (const field of Object.keys(said)) {
    ledger.told.add(`${want.name}.${field}`)
    if (!want.fields.has(field)) ledger.differences.add(`${want.name}.${field} has no twin`)
  }
  for (const [field, value] of want.fields) {
    const has = said[field]
    if (has !== undefined || (value !== undefined && value !== UNTOLD)) {
      ledger.met.add(`${want.name}.${field}`)
    }
    compare(ledger, value, has, `${where}.${field}`)
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function show(value: unknown): string {
  if (value instanceof Expected) return `a ${value.name}`
  const text = JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'bigint' ? `${one}n` : one,
  )
  return (text as string | undefined)?.slice(0, 200) ?? 'nothing'
}
