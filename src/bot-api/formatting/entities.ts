import { cleanText } from '../../core/text/clean.ts'
import type { Entity, PlainEntityKind } from '../../domain/messages/entity.ts'
import { PLAIN_ENTITY_TYPES } from '../encode/entity.ts'
import { badRequest, type BotApiError } from '../errors.ts'
import { fieldsOf, type JsonFields } from '../json-fields.ts'
import type { JsonValue } from '../json-value.ts'
import { dateStyle } from './date-form.ts'
import type { Style } from './formatted.ts'
import { checkLink, linkUserId } from './link.ts'

/** Entities that a bot gave, and what is wrong with one of them, which is said later. */
export interface GivenList {
  readonly entities: readonly Entity[]
  readonly problem?: string | undefined
}

/** What every refusal begins with. */
const WITHIN = "can't parse MessageEntity: "

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
export function parseEntityList(value: JsonValue): GivenList {
  if (!Array.isArray(value)) return { entities: [] }
  const read = (value as readonly JsonValue[]).flatMap((one) => entityOf(one) ?? [])
  const entities = read.flatMap((one) => ('problem' in one ? [] : one))
  const wrongOne = read.find((one) => 'problem' in one)
  return { entities, problem: wrongOne?.problem ?? undefined }
}

function entityOf(value: JsonValue): Entity | { readonly problem: string } | undefined {
  const fields = fieldsOf(value, `${WITHIN}expected an Object`, WITHIN)
  const offset = fields.requiredInteger('offset')
  const length = fields.requiredInteger('length')
  const style = styleOf(fields)
  if (style === undefined || 'problem' in style) return style
  const incorrect = [offset, length].map((number) => number < 0 || number > 1_000_000)
  if (incorrect[0]) return { problem: `Receive an entity with incorrect offset ${offset}` }
  if (incorrect[1]) return { problem: `Receive an entity with incorrect length ${length}` }
  return { ...style, offset, length }
}

/** Undefined for an entity that Telegram finds by itself only. */
function styleOf(fields: JsonFields): Style | { readonly problem: string } | undefined {
  const type = fields.requiredText('type')
  if (type === '') throw wrong('Type is not specified')
  const kind = FORMATS.get(type)
  if (kind !== undefined) return { kind }
  switch (type) {
    case 'pre':
      return { kind: 'pre', language: cleanText(fields.text('language')) }
    case 'text_link':
      return linkOf(cleanText(fields.requiredText('url')))
    case 'text_mention': {
      const userId = Number(fields.requiredFields('user').requiredLong('id'))
      return userId > 0 ? { kind: 'mentionName', userId } : { problem: 'User not found' }
    }
    case 'custom_emoji': {
      const documentId = fields.requiredLong('custom_emoji_id')
      if (documentId === '0') return { problem: 'Invalid custom emoji identifier specified' }
      return { kind: 'customEmoji', documentId }
    }
    case 'blockquote':
      return { kind: 'blockquote' }
    case 'expandable_blockquote':
      return { kind: 'blockquote', collapsed: true }
    case 'date_time': {
      const date = fields.requiredInteger('unix_time')
      const style = dateStyle(date, fields.text('date_time_format'))
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

function wrong(text: string): BotApiError {
  return badRequest(WITHIN + text)
}
