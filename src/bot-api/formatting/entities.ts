import { cleanText } from '../../core/text/clean.ts'
import type { Entity, PlainEntityKind } from '../../domain/messages/entity.ts'
import { PLAIN_ENTITY_TYPES } from '../encode/entity.ts'
import { badRequest, type BotApiError } from '../errors.ts'
import { dateStyle } from './date-form.ts'
import type { Style } from './formatted.ts'
import { checkLink, linkUserId } from './link.ts'

/** Entities that a bot gave, and what is wrong with one of them, which is said later. */
export interface GivenList {
  readonly entities: readonly Entity[]
  readonly problem?: string | undefined
}

type Fields = ReadonlyMap<string, unknown>

/** Entities that have nothing but their place, by the Bot API's names. */
const FORMATS: ReadonlyMap<string, PlainEntityKind> = new Map([
  ['bold', 'bold'],
  ['italic', 'italic'],
  ['underline', 'underline'],
  ['strikethrough', 'strike'],
  ['spoiler', 'spoiler'],
  ['code', 'code'],
])

/** Entities that Telegram finds by itself: a bot's own are passed over. */
const FOUND: ReadonlySet<string> = new Set([
  ...Object.values(PLAIN_ENTITY_TYPES).filter((type) => !FORMATS.has(type)),
  'bank_card_number',
])

/**
 * Entities that a bot gives itself (https://core.telegram.org/bots/api#messageentity); what is no array
 * gives none.
 *
 * @throws BotApiError 400 for what is no MessageEntity
 * Source: Client.cpp `get_text_entity` of telegram-bot-api, td MessageEntity.cpp `get_message_entities`.
 */
export function parseEntityList(value: unknown): GivenList {
  if (!Array.isArray(value)) return { entities: [] }
  const read = value.flatMap((one: unknown) => entityOf(one) ?? [])
  const entities = read.flatMap((one) => ('problem' in one ? [] : one))
  const wrongOne = read.find((one) => 'problem' in one)
  return { entities, problem: wrongOne?.problem ?? undefined }
}

function entityOf(value: unknown): Entity | { readonly problem: string } | undefined {
  const fields = fieldsOf(value, 'expected an Object')
  const offset = integerOf(fields, 'offset')
  const length = integerOf(fields, 'length')
  const style = styleOf(fields)
  if (style === undefined || 'problem' in style) return style
  const incorrect = [offset, length].map((number) => number < 0 || number > 1_000_000)
  if (incorrect[0]) return { problem: `Receive an entity with incorrect offset ${offset}` }
  if (incorrect[1]) return { problem: `Receive an entity with incorrect length ${length}` }
  return { ...style, offset, length }
}

/** Undefined for an entity that Telegram finds by itself only. */
function styleOf(fields: Fields): Style | { readonly problem: string } | undefined {
  const type = textOf(fields, 'type', 'required')
  if (type === '') throw wrong('Type is not specified')
  const kind = FORMATS.get(type)
  if (kind !== undefined) return { kind }
  switch (type) {
    case 'pre':
      return { kind: 'pre', language: cleanText(textOf(fields, 'language')) }
    case 'text_link':
      return linkOf(cleanText(textOf(fields, 'url', 'required')))
    case 'text_mention': {
      if (!fields.has('user')) throw wrong('Can\'t find field "user"')
      const user = fieldsOf(fields.get('user'), 'Field "user" must be of type Object')
      const userId = Number(longOf(user, 'id'))
      return userId > 0 ? { kind: 'mentionName', userId } : { problem: 'User not found' }
    }
    case 'custom_emoji': {
      const documentId = longOf(fields, 'custom_emoji_id')
      if (documentId === '0') return { problem: 'Invalid custom emoji identifier specified' }
      return { kind: 'customEmoji', documentId }
    }
    case 'blockquote':
      return { kind: 'blockquote' }
    case 'expandable_blockquote':
      return { kind: 'blockquote', collapsed: true }
    case 'date_time': {
      const date = integerOf(fields, 'unix_time')
      const style = dateStyle(date, textOf(fields, 'date_time_format'))
      if (!style) throw wrong('Invalid date-time format specified')
      return date > 0 ? style : { problem: 'Invalid date specified' }
    }
    default:
      if (FOUND.has(type)) return undefined
      throw wrong('Unsupported type specified')
  }
}

function linkOf(link: string): Style | { readonly problem: string } {
  const userId = linkUserId(link)
  if (userId !== undefined) return { kind: 'mentionName', userId }
  const checked = checkLink(link)
  return 'url' in checked
    ? { kind: 'textUrl', url: checked.url }
    : { problem: `Entity ${checked.problem}` }
}

function fieldsOf(value: unknown, refusal: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(refusal)
  return new Map(Object.entries(value))
}

/** @throws BotApiError 400 for what is no text, and for none that must be there */
function textOf(fields: Fields, name: string, required?: 'required'): string {
  if (!fields.has(name)) {
    if (required) throw missing(name)
    return ''
  }
  const value = fields.get(name)
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string' && value.isWellFormed()) return value
  throw wrong(`Field "${name}" must be of type String`)
}

/** @throws BotApiError 400 for what is no 32-bit number */
function integerOf(fields: Fields, name: string): number {
  const number = Number(longOf(fields, name))
  if (Math.abs(number) < 2 ** 31) return number
  throw wrong(`Field "${name}" must be a valid Number`)
}

/** A 64-bit number as a decimal. @throws BotApiError 400 for what is none */
function longOf(fields: Fields, name: string): string {
  if (!fields.has(name)) throw missing(name)
  const value = fields.get(name)
  if (typeof value !== 'number' && typeof value !== 'string') {
    throw wrong(`Field "${name}" must be a Number`)
  }
  if (/^(?:0|-?[1-9]\d{0,18})$/.test(String(value))) return String(value)
  throw wrong(`Field "${name}" must be a valid Number`)
}

function missing(name: string): BotApiError {
  return wrong(`Can't find field "${name}"`)
}

function wrong(text: string): BotApiError {
  return badRequest(`can't parse MessageEntity: ${text}`)
}
