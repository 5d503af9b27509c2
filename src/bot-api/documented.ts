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

const required = (name: string, type: string): DocumentedField => ({
  ...{ name, types: [type] },
  required: true,
})
const optional = (name: string, type: string): DocumentedField => ({
  ...{ name, types: [type] },
  required: false,
})

/**
 * Fields that the document has not: those of its earlier versions, which Telegram's server writes to this
 * day since bots of that time rely on them (telegram-bot-api, the `Json...` classes of Client.cpp), and
 * what libraries of a newer version insist on (aiogram 3.31 refuses an admin without
 * can_send_welcome_messages).
 */
const OTHER_FIELDS: Readonly<Record<string, readonly DocumentedField[]>> = {
  Chat: [
    optional('all_members_are_administrators', 'Boolean'),
    optional('accepted_gift_types', 'AcceptedGiftTypes'),
  ],
  ChatFullInfo: [
    optional('all_members_are_administrators', 'Boolean'),
    optional('can_send_gift', 'Boolean'),
  ],
  ChatMemberAdministrator: [
    required('can_manage_voice_chats', 'Boolean'),
    required('can_send_welcome_messages', 'Boolean'),
  ],
  ChatMemberRestricted: [required('can_send_media_messages', 'Boolean')],
  ChatPermissions: [optional('can_send_media_messages', 'Boolean')],
  Message: [
    optional('new_chat_participant', 'User'),
    optional('new_chat_member', 'User'),
    optional('left_chat_participant', 'User'),
  ],
}

/** Reads what is documented, and what Telegram's server tells besides. */
export function readDocumented(): Documented {
  const documented = JSON.parse(readFileSync(schemaFile, 'utf8')) as Documented
  const whole = Object.entries(OTHER_FIELDS).map(([name, fields]) => {
    const type = documented.types[name]
    return [name, { ...type, fields: [...(type?.fields ?? []), ...fields] }] as const
  })
  return { ...documented, types: { ...documented.types, ...Object.fromEntries(whole) } }
}

/** Telegram's own names of all methods that its documentation of the Bot API has. */
export function documentedMethods(): string[] {
  return Object.keys(readDocumented().methods)
}
