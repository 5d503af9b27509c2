import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A field of an object, or a parameter. */
export interface DocumentedField {
  readonly name: string
  /** Names such as `Integer`, `Array of String` or `ChatPermissions`. */
  readonly types: readonly string[]
  readonly required: boolean
}

/** A type of the Bot API: an object with fields, or one of several others. */
export interface DocumentedType {
  readonly fields?: readonly DocumentedField[] | null
  readonly subtypes?: readonly string[] | null
}

/** What Telegram's documentation of the Bot API says (schema/bot-api.json). */
export interface Documented {
  readonly version: string
  readonly methods: Readonly<
    Record<
      string,
      { readonly fields: readonly DocumentedField[]; readonly returns: readonly string[] }
    >
  >
  readonly types: Readonly<Record<string, DocumentedType>>
}

const schemaFile = join(import.meta.dirname, '../../schema/bot-api.json')

/** What libraries of a newer version than the schema's insist on: aiogram 3.31 refuses an admin without it. */
const NEWER_FIELDS: Readonly<Record<string, readonly DocumentedField[]>> = {
  ChatMemberAdministrator: [
    { name: 'can_send_welcome_messages', types: ['Boolean'], required: true },
  ],
}

/** Reads what is documented. */
export function readDocumented(): Documented {
  const documented = JSON.parse(readFileSync(schemaFile, 'utf8')) as Documented
  const newer = Object.entries(NEWER_FIELDS).map(([name, fields]) => {
    const type = documented.types[name]
    return [name, { ...type, fields: [...(type?.fields ?? []), ...fields] }] as const
  })
  return { ...documented, types: { ...documented.types, ...Object.fromEntries(newer) } }
}

/** Telegram's own names of all methods that its documentation of the Bot API has. */
export function documentedMethods(): string[] {
  return Object.keys(readDocumented().methods)
}
