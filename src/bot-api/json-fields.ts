import { badRequest, type BotApiError } from './errors.ts'
import { JsonNumber, type JsonObject, type JsonValue } from './json-value.ts'
import { wrappedInteger } from './params.ts'

/**
 * Reads fields of an object of JSON, with the words that Telegram's server has for a field of another type.
 * Null is a type of its own there, not an absent field.
 *
 * Every method throws BotApiError 400.
 *
 * Source: td JsonBuilder.cpp get_optional_bool_field and its siblings
 */
export class JsonFields {
  readonly #fields: JsonObject
  readonly #within: string

  /** @param within what the words begin with, such as "can't parse chat permissions: " */
  constructor(fields: JsonObject, within = '') {
    this.#fields = fields
    this.#within = within
  }

  has(name: string): boolean {
    return this.#fields.has(name)
  }

  get isEmpty(): boolean {
    return this.#fields.size === 0
  }

  /** No where it is absent. */
  flag(name: string): boolean {
    const value = this.#fields.get(name)
    if (value === undefined) return false
    if (typeof value !== 'boolean') throw this.#wrong(name, 'must be of type Boolean')
    return value
  }

  /** A text, or a number as it was written; empty where it is absent. */
  text(name: string): string {
    const value = this.#fields.get(name)
    if (value === undefined) return ''
    const text = writtenOf(value)
    if (text === undefined) throw this.#wrong(name, 'must be of type String')
    return text
  }

  requiredText(name: string): string {
    this.#require(name)
    return this.text(name)
  }

  /** A number, or a text that is one; 0 where it is absent. Nothing wraps around here. */
  integer(name: string, bits: 32 | 64 = 32): number {
    const value = this.#fields.get(name)
    if (value === undefined) return 0
    const text = writtenOf(value)
    if (text === undefined) throw this.#wrong(name, 'must be a Number')
    const number = wrappedInteger(text, bits)
    if (String(number) !== text) throw this.#wrong(name, 'must be a valid Number')
    return Number(number)
  }

  /** Nothing where it is absent. */
  list(name: string): readonly JsonValue[] {
    const value = this.#fields.get(name)
    if (value === undefined) return []
    if (!Array.isArray(value)) throw this.#wrong(name, 'must be of type Array')
    return value as readonly JsonValue[]
  }

  /** A 64-bit number in decimal digits, as it was written. */
  requiredLong(name: string): string {
    this.#require(name)
    const text = writtenOf(this.#fields.get(name) ?? null)
    if (text === undefined) throw this.#wrong(name, 'must be a Number')
    if (!/^(?:0|-?[1-9]\d{0,18})$/.test(text)) throw this.#wrong(name, 'must be a valid Number')
    return text
  }

  /** An object. */
  requiredFields(name: string): JsonFields {
    this.#require(name)
    const value = this.#fields.get(name) ?? null
    if (!(value instanceof Map)) throw this.#wrong(name, 'must be of type Object')
    return new JsonFields(value as JsonObject, this.#within)
  }

  /** An object, undefined where it is absent. */
  fields(name: string): JsonFields | undefined {
    return this.has(name) ? this.requiredFields(name) : undefined
  }

  requiredInteger(name: string, bits: 32 | 64 = 32): number {
    this.#require(name)
    return this.integer(name, bits)
  }

  #require(name: string): void {
    if (!this.has(name)) throw this.#error(`Can't find field "${name}"`)
  }

  #wrong(name: string, what: string): BotApiError {
    return this.#error(`Field "${name}" ${what}`)
  }

  #error(text: string): BotApiError {
    if (this.#within !== '') return badRequest(this.#within + text)
    return badRequest(text.charAt(0).toLowerCase() + text.slice(1))
  }
}

/** The fields of an object. @throws BotApiError 400 with `refusal` for anything else */
export function fieldsOf(value: JsonValue, refusal: string, within = ''): JsonFields {
  if (!(value instanceof Map)) throw badRequest(refusal)
  return new JsonFields(value as JsonObject, within)
}

function writtenOf(value: JsonValue): string | undefined {
  return value instanceof JsonNumber ? value.text : typeof value === 'string' ? value : undefined
}
