import { crc32 } from 'node:zlib'

/** A type as it stands in a definition. */
export type TlType =
  | { readonly kind: Scalar }
  /** `Vector<T>`, or the bare `vector<T>` that has no id of its own in front. */
  | { readonly kind: 'vector'; readonly boxed: boolean; readonly item: TlType }
  /** A type with several constructors: the value starts with the constructor's id. */
  | { readonly kind: 'boxed'; readonly name: string }
  /** One named constructor, without its id. */
  | { readonly kind: 'bare'; readonly name: string }

/**
 * `flags` is `#`; `true` is a bit without a body; `query` is `!X`, a function call; `object` is `X`
 * or `Object`, any boxed value.
 */
export type Scalar =
  | 'int'
  | 'long'
  | 'double'
  | 'string'
  | 'bytes'
  | 'int128'
  | 'int256'
  | 'bool'
  | 'true'
  | 'flags'
  | 'query'
  | 'object'

export interface TlField {
  /** As in the schema: `chat_id`. */
  readonly name: string
  /** As in objects: `chatId`. */
  readonly key: string
  readonly type: TlType
  /** The `flags` field and the bit that say whether the field is there. */
  readonly flag?: { readonly field: string; readonly bit: number }
}

/** A line of a schema, its fields not yet read. Thousands of them are indexed, few are ever used. */
export interface TlLine {
  readonly name: string
  readonly id: number
  /** The result type as written: `Vector<User>`. */
  readonly type: string
  readonly isMethod: boolean
  /** The whole definition as written, without the semicolon. */
  readonly text: string
}

/** Reads every definition of a schema text; built-in types and `vector` are left out. */
export function parseSchema(text: string): TlLine[] {
  const lines: TlLine[] = []
  let isMethod = false
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    if (line === '---functions---') isMethod = true
    else if (line === '---types---') isMethod = false
    else if (line !== '' && !line.startsWith('//')) {
      const parsed = parseLine(line, isMethod)
      if (parsed.name !== 'vector') lines.push(parsed)
    }
  }
  return lines
}

/** Splits one definition, `name#id fields = Type;`. Without an id it gets the one of the CRC rule. */
export function parseLine(line: string, isMethod: boolean): TlLine {
  const equals = line.lastIndexOf(' = ')
  if (equals < 0 || !line.endsWith(';')) throw new SyntaxError(`not a TL definition: ${line}`)
  const text = line.slice(0, -1)
  const space = line.indexOf(' ')
  const head = line.slice(0, space)
  const hash = head.indexOf('#')
  return {
    name: hash < 0 ? head : head.slice(0, hash),
    id: hash < 0 ? crcId(text) : Number.parseInt(head.slice(hash + 1), 16),
    type: text.slice(equals + 3),
    isMethod,
    text,
  }
}

/** Reads the fields of a definition. */
export function parseFields(line: TlLine): TlField[] {
  const from = line.text.indexOf(' ') + 1
  const to = line.text.lastIndexOf(' = ')
  const fields: TlField[] = []
  for (const token of line.text.slice(from, Math.max(from, to)).split(' ')) {
    if (token === '' || token.startsWith('{')) continue
    const colon = token.indexOf(':')
    if (colon < 1) throw new SyntaxError(`not a field: ${token} in ${line.text}`)
    fields.push(parseField(token.slice(0, colon), token.slice(colon + 1)))
  }
  return fields
}

function parseField(name: string, type: string): TlField {
  const key = camelCase(name)
  const question = type.indexOf('?')
  if (question < 0) return { name, key, type: parseType(type) }
  const [field = '', bit = ''] = type.slice(0, question).split('.')
  return {
    name,
    key,
    type: parseType(type.slice(question + 1)),
    flag: { field, bit: Number(bit) },
  }
}

const SCALARS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ['#', 'flags'],
  ['int', 'int'],
  ['long', 'long'],
  ['double', 'double'],
  ['string', 'string'],
  ['bytes', 'bytes'],
  ['int128', 'int128'],
  ['int256', 'int256'],
  ['true', 'true'],
  ['Bool', 'bool'],
  ['!X', 'query'],
  ['X', 'object'],
  ['Object', 'object'],
])

/** Reads a type: `int`, `Vector<User>`, `vector<%Message>`, `help.Config`, `!X`. */
export function parseType(text: string): TlType {
  const scalar = SCALARS.get(text)
  if (scalar !== undefined) return { kind: scalar }
  const vector = /^(V|v)ector<(.+)>$/.exec(text)
  if (vector?.[2] !== undefined) {
    return { kind: 'vector', boxed: vector[1] === 'V', item: parseType(vector[2]) }
  }
  if (text.startsWith('%')) {
    return { kind: 'bare', name: text.slice(1, 2).toLowerCase() + text.slice(2) }
  }
  if (!/^(\w+\.)?\w+$/.test(text)) throw new SyntaxError(`not a TL type: ${text}`)
  const last = text.slice(text.lastIndexOf('.') + 1)
  return { kind: /^[a-z]/.test(last) ? 'bare' : 'boxed', name: text }
}

/** Writes a type as the schema does; the inverse of `parseType`. */
export function typeText(type: TlType): string {
  switch (type.kind) {
    case 'vector':
      return `${type.boxed ? 'V' : 'v'}ector<${typeText(type.item)}>`
    case 'boxed':
    case 'bare':
      return type.name
    case 'flags':
      return '#'
    case 'bool':
      return 'Bool'
    case 'query':
      return '!X'
    case 'object':
      return 'X'
    default:
      return type.kind
  }
}

/** `chat_id` -> `chatId`, `md5_checksum` -> `md5Checksum`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())
}

/**
 * The id that TL gives a definition: the CRC32 of its text without id, brackets and `true` flags
 * (https://core.telegram.org/mtproto/TL-formal). That is why two layers can have one id with
 * different flags.
 */
export function crcId(text: string): number {
  const bare = text
    .replace(/#[0-9a-f]+(?= )/, '')
    .replace(/ \w+:\w+\.\d+\?true\b/g, '')
    .replace(/([:?])bytes\b/g, '$1string')
    .replace(/</g, ' ')
    .replace(/[>{}]/g, '')
  return crc32(bare)
}
