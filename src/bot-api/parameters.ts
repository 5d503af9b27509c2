import { badRequest } from './errors.ts'
import { decodeJson, type JsonValue } from './json-value.ts'
import { leadingInteger, type IntegerBounds, type Params } from './params.ts'

/** A JSON schema, as far as the description of the Bot API needs one. */
export type JsonSchema = { readonly [key: string]: unknown }

/** One parameter of a method: how it is read, and how `GET /openapi.json` describes it. */
export interface Parameter<T> {
  readonly required: boolean
  readonly schema: JsonSchema
  /** @throws BotApiError 400 for a value that Telegram's server refuses before it looks at the chat */
  read(params: Params, name: string): T
  /** Whether the call asks by it for something that is not done here; absent where everything is. */
  isDropped?(params: Params, name: string): boolean
}

/** The parameters of a method by name, in the order in which they are read. */
export type ParameterTable = Readonly<Record<string, Parameter<unknown>>>

/** What is read by a table. */
export type ValuesOf<P extends ParameterTable> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never
}

const INTEGER = { type: 'integer' } as const

/** Reads every parameter of a table, in its order. @throws BotApiError 400 */
export function readAll<P extends ParameterTable>(table: P, params: Params): ValuesOf<P> {
  const values = Object.entries(table).map(([name, one]) => [name, one.read(params, name)])
  return Object.fromEntries(values) as ValuesOf<P>
}

/** The same parameter, which the method asks for. That it is missing is said in Telegram's own order. */
export function required<T>(parameter: Parameter<T>): Parameter<T> {
  return { ...parameter, required: true }
}

/** `chat_id`: a number or `@username`; `openChat` looks into it. */
export const chatId: Parameter<string> = {
  required: true,
  schema: { anyOf: [INTEGER, { type: 'string' }] },
  read: (params, name) => params.raw(name),
}

/**
 * `user_id`: looked at before the chat, as on Telegram's server (Client.cpp get_user_id). Numbers that no
 * account can have are refused later, by `requireUserId`.
 *
 * Spec: section 6.2 row 13.
 */
export const userId: Parameter<number> = {
  required: true,
  schema: INTEGER,
  read(params, name) {
    const id = leadingInteger(params.raw(name))
    if (id <= 0) throw badRequest('invalid user_id specified')
    return id
  },
}

/** Largest id that an account may have (td UserId.h MAX_USER_ID). */
const USER_ID_MAX = 2 ** 40 - 1

/**
 * Refuses what can be no account's id, after the chat was looked at.
 *
 * @param refusal TDLib's words; those for a member of a chat unless told
 * @throws BotApiError 400
 */
export function requireUserId(id: number, refusal = 'invalid user identifier specified'): void {
  if (id > USER_ID_MAX) throw badRequest(refusal)
}

/** A text that people read, or a link. @throws BotApiError 400 for what is no UTF-8 */
export function text(schema: JsonSchema = {}): Parameter<string> {
  return {
    required: false,
    schema: { type: 'string', ...schema },
    read: (params, name) => params.text(name),
  }
}

/** One of some words; the method says what it does with others. */
export function word(words: readonly string[]): Parameter<string> {
  return text({ enum: words })
}

/** A number that is moved into its bounds, never refused (spec section 6.1). */
export function integer(bounds: IntegerBounds = {}): Parameter<number> {
  const { min, max, fallback } = bounds
  const described = {
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
    ...(fallback !== undefined && { default: fallback }),
  }
  return {
    required: false,
    schema: { ...INTEGER, ...described },
    read: (params, name) => params.integer(name, bounds),
  }
}

/** A number of 64 bits that names something; 0 where it is absent. */
export function identifier(): Parameter<number> {
  return {
    required: false,
    schema: INTEGER,
    read: (params, name) => leadingInteger(params.raw(name)),
  }
}

/** A yes or no: `true`, `yes` and `1` in any case are yes. */
export function flag(): Parameter<boolean> {
  return {
    required: false,
    schema: { type: 'boolean' },
    read: (params, name) => params.flag(name),
  }
}

/**
 * A parameter that is JSON in itself.
 *
 * @param type of the Bot API, such as `ChatPermissions` or `Array of MessageEntity`
 * @param read takes the decoded value, undefined where the parameter is absent
 * @param what the words by which a text that is no JSON is refused: "can't parse <what> JSON object"
 */
export function json<T>(
  type: string,
  what: string,
  read: (value: JsonValue | undefined, params: Params) => T,
): Parameter<T> {
  return {
    required: false,
    schema: schemaOfType(type),
    read(params, name) {
      const raw = params.raw(name)
      return read(raw === '' ? undefined : decodeParameter(raw, what), params)
    },
  }
}

/**
 * A file that must come with the call. What stands in its place otherwise is told apart: `text` such as a
 * URL or a file id, or nothing.
 */
export function file(): Parameter<Buffer | 'text' | 'absent'> {
  return {
    required: true,
    schema: schemaOfType('InputFile'),
    read: (params, name) => params.file(name) ?? (params.raw(name) === '' ? 'absent' : 'text'),
  }
}

/**
 * A parameter that is taken and has no effect here, which is said once where a call gives it. A yes or no
 * is given only where it is a yes.
 */
export function ignored(types: readonly string[]): Parameter<undefined> {
  return {
    required: false,
    schema: schemaOfTypes(types),
    read: () => undefined,
    isDropped: (params, name) =>
      types.includes('Boolean')
        ? params.flag(name)
        : params.raw(name) !== '' || params.file(name) !== undefined,
  }
}

const PRIMITIVES: Readonly<Record<string, JsonSchema>> = {
  Integer: INTEGER,
  Float: { type: 'number' },
  String: { type: 'string' },
  Boolean: { type: 'boolean' },
}

/** The schema of a Bot API type by its name; objects are named, not described. */
export function schemaOfType(type: string): JsonSchema {
  const element = /^Array of (.+)$/.exec(type)?.[1]
  if (element !== undefined) return { type: 'array', items: schemaOfType(element) }
  return PRIMITIVES[type] ?? { $ref: `#/components/schemas/${type}` }
}

/** The schema of a value that is of one of some types. */
export function schemaOfTypes(types: readonly string[]): JsonSchema {
  const [only, ...others] = types
  if (only !== undefined && others.length === 0) return schemaOfType(only)
  return { anyOf: types.map(schemaOfType) }
}

/**
 * Decodes a parameter that is JSON in itself.
 *
 * @param what as for `json`
 * @throws BotApiError 400
 */
export function decodeParameter(raw: string, what: string): JsonValue {
  try {
    return decodeJson(raw)
  } catch {
    throw badRequest(`can't parse ${what} JSON object`)
  }
}
