import type { Entity, PlainEntityKind } from '../../domain/messages/entity.ts'
import { DATE_FORM_LETTERS, PLAIN_ENTITY_TYPES } from '../encode/entity.ts'
import { badRequest, type BotApiError } from '../errors.ts'
import { linkStyle, type Style } from './formatted.ts'

/** Most entities that are looked at; a message keeps fewer. */
const ENTITIES_MAX = 1000

const KINDS = new Map(
  Object.entries(PLAIN_ENTITY_TYPES).map(([kind, type]) => [
    type as string,
    kind as PlainEntityKind,
  ]),
)

/**
 * Entities that a bot gives itself (https://core.telegram.org/bots/api#messageentity).
 *
 * @throws BotApiError 400 for what is no array of MessageEntity
 */
export function parseEntityList(value: unknown): Entity[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw wrong('expected an Array of MessageEntity')
  return value.slice(0, ENTITIES_MAX).flatMap((one: unknown) => {
    const fields = fieldsOf(one)
    const style = styleOf(fields)
    const offset = integerOf(fields, 'offset')
    const length = integerOf(fields, 'length')
    return style && offset >= 0 && length > 0 ? [{ ...style, offset, length }] : []
  })
}

/** Undefined for an entity that Telegram finds by itself only, or that leads nowhere. */
function styleOf(fields: ReadonlyMap<string, unknown>): Style | undefined {
  const type = textOf(fields, 'type')
  switch (type) {
    case 'pre':
      return { kind: 'pre', language: textOf(fields, 'language') }
    case 'text_link':
      return linkStyle(textOf(fields, 'url'))
    case 'text_mention': {
      const userId = integerOf(fieldsOf(fields.get('user')), 'id')
      return userId > 0 ? { kind: 'mentionName', userId } : undefined
    }
    case 'custom_emoji': {
      const documentId = textOf(fields, 'custom_emoji_id')
      return /^\d{1,19}$/.test(documentId) ? { kind: 'customEmoji', documentId } : undefined
    }
    case 'blockquote':
      return { kind: 'blockquote' }
    case 'expandable_blockquote':
      return { kind: 'blockquote', collapsed: true }
    case 'date_time': {
      const format = textOf(fields, 'date_time_format')
      const forms = Object.entries(DATE_FORM_LETTERS).filter(([, letter]) =>
        format.includes(letter),
      )
      const date = integerOf(fields, 'unix_time')
      return {
        kind: 'formattedDate',
        date,
        ...Object.fromEntries(forms.map(([form]) => [form, true])),
      }
    }
    default: {
      const kind = KINDS.get(type)
      if (kind === undefined) throw wrong('unsupported type specified')
      return { kind }
    }
  }
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong('expected an Object')
  }
  return new Map(Object.entries(value))
}

/** @throws BotApiError 400 for what is no text */
function textOf(fields: ReadonlyMap<string, unknown>, name: string): string {
  const value = fields.get(name)
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string' || !value.isWellFormed()) {
    throw wrong(`Field "${name}" must be of type String`)
  }
  return value
}

/** @throws BotApiError 400 for what is no 32-bit number, but for ids, which may be longer */
function integerOf(fields: ReadonlyMap<string, unknown>, name: string): number {
  const value = Number(fields.get(name) ?? 0)
  const max = name === 'id' ? Number.MAX_SAFE_INTEGER : 2 ** 31 - 1
  if (Number.isInteger(value) && Math.abs(value) <= max) return value
  throw wrong(`Field "${name}" must be a valid Number`)
}

function wrong(text: string): BotApiError {
  return badRequest(`can't parse entities: ${text}`)
}
