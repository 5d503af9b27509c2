import { Scanner } from '../core/text/scanner.ts'

/** A value of a parameter that is JSON in itself. Numbers stay text, as Telegram's server keeps them. */
export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject

/** Fields of an object; where a name comes twice the first counts. */
export type JsonObject = ReadonlyMap<string, JsonValue>

/** A number as it was written. */
export class JsonNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** How deep arrays and objects may lie in one another. */
const DEPTH_MAX = 100

/**
 * Decodes JSON as Telegram's server does, which takes more than the standard: line breaks within strings,
 * `+1`, escapes that are none.
 *
 * @throws SyntaxError
 * Source: td JsonBuilder.cpp do_json_decode
 */
export function decodeJson(text: string): JsonValue {
  const reader = new JsonReader(new Scanner(text))
  const value = reader.value()
  reader.skipSpace()
  if (!reader.isOver()) throw new SyntaxError('something follows the value')
  return value
}

const SPACE = /[ \t\r\n\0\v]*/y
const NUMBER = /[-+.\d][-+.\deE]*/y
const PLAIN = /[^"\\]*/y
const HEX = /[\da-f]{4}/iy

const WORDS: readonly (readonly [string, null | boolean])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
]

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** Goes through a text of JSON. Its methods throw SyntaxError. */
export class JsonReader {
  readonly #text: Scanner
  #at = 0

  constructor(text: Scanner) {
    this.#text = text
  }

  /** How much of the text was read. */
  get at(): number {
    return this.#at
  }

  isOver(): boolean {
    return this.#at === this.#text.length
  }

  skipSpace(): void {
    this.#match(SPACE)
  }

  isAt(word: string): boolean {
    return this.#text.has(word, this.#at)
  }

  /** Whether the word is here; it is passed over. */
  skip(word: string): boolean {
    if (!this.isAt(word)) return false
    this.#at += word.length
    return true
  }

  expect(char: string): void {
    if (!this.skip(char)) throw new SyntaxError(`${char} is expected at ${this.#at}`)
  }

  value(depth = DEPTH_MAX): JsonValue {
    if (depth < 0) throw new SyntaxError('too deep')
    this.skipSpace()
    if (this.skip('[')) return this.#array(depth)
    if (this.skip('{')) return this.#object(depth)
    if (this.#text.at(this.#at) === '"') return this.string()
    const number = this.#match(NUMBER)
    if (number !== '') return new JsonNumber(number)
    for (const [word, value] of WORDS) if (this.skip(word)) return value
    throw new SyntaxError(`a value is expected at ${this.#at}`)
  }

  string(): string {
    this.expect('"')
    let text = ''
    for (;;) {
      text += this.#match(PLAIN)
      if (this.skip('"')) return text
      this.expect('\\')
      text += this.#escaped()
    }
  }

  #escaped(): string {
    if (this.skip('u')) {
      const hex = this.#match(HEX)
      if (hex === '') throw new SyntaxError(`four hex digits are expected at ${this.#at}`)
      return String.fromCharCode(parseInt(hex, 16))
    }
    if (this.isOver()) throw new SyntaxError('the string has no end')
    const char = String.fromCodePoint(this.#text.pointAt(this.#at))
    this.#at += char.length
    return ESCAPES[char] ?? char
  }

  #array(depth: number): JsonValue[] {
    const values: JsonValue[] = []
    this.skipSpace()
    if (this.skip(']')) return values
    for (;;) {
      values.push(this.value(depth - 1))
      this.skipSpace()
      if (this.skip(']')) return values
      this.expect(',')
    }
  }

  #object(depth: number): JsonObject {
    const fields = new Map<string, JsonValue>()
    this.skipSpace()
    if (this.skip('}')) return fields
    for (;;) {
      const name = this.string()
      this.skipSpace()
      this.expect(':')
      const value = this.value(depth - 1)
      if (!fields.has(name)) fields.set(name, value)
      this.skipSpace()
      if (this.skip('}')) return fields
      this.expect(',')
      this.skipSpace()
    }
  }

  /** What a sticky pattern finds here; it is passed over. */
  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const end = this.#at + (pattern.exec(this.#text.text)?.[0].length ?? 0)
    const found = this.#text.slice(this.#at, end)
    this.#at = end
    return found
  }
}
