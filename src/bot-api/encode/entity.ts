import { type Entity, parseEntities } from '../../domain/messages/entity.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { checkLink } from '../formatting/link.ts'
import { encodeUser, type BotApiUser } from './user.ts'

/** https://core.telegram.org/bots/api#messageentity */
export interface BotApiEntity {
  readonly offset: number
  readonly length: number
  readonly type: string
  readonly language?: string | undefined
  readonly url?: string | undefined
  readonly user?: BotApiUser | undefined
  readonly custom_emoji_id?: string | undefined
  readonly unix_time?: number | undefined
  readonly date_time_format?: string | undefined
}

/** The Bot API's names of entities that have nothing but their place; bank cards are not told. */
export const PLAIN_ENTITY_TYPES = {
  mention: 'mention',
  hashtag: 'hashtag',
  botCommand: 'bot_command',
  url: 'url',
  email: 'email',
  phone: 'phone_number',
  cashtag: 'cashtag',
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strike: 'strikethrough',
  spoiler: 'spoiler',
  code: 'code',
} as const

/** The letter of each form of a date (https://core.telegram.org/bots/api#date-time-entity-formatting). */
export const DATE_FORM_LETTERS = {
  relative: 'r',
  dayOfWeek: 'w',
  shortDate: 'd',
  longDate: 'D',
  shortTime: 't',
  longTime: 'T',
} as const

/**
 * The stored entities of a text, in order; undefined for none.
 *
 * @param users accounts that may be named, by id; a mention of any other is left out
 */
export function encodeEntities(
  json: string | null,
  users: ReadonlyMap<number, UserRow>,
): BotApiEntity[] | undefined {
  const entities = parseEntities(json)
  if (entities.length === 0) return undefined
  return entities.flatMap((entity) => encodeEntity(entity, users) ?? [])
}

function encodeEntity(
  entity: Entity,
  users: ReadonlyMap<number, UserRow>,
): BotApiEntity | undefined {
  const { offset, length } = entity
  switch (entity.kind) {
    case 'bankCard':
      return undefined
    case 'pre':
      return { offset, length, type: 'pre', language: entity.language || undefined }
    case 'textUrl': {
      // A person's client may send a link in any form (td MessageEntity.cpp get_message_entities).
      const checked = checkLink(entity.url)
      return 'url' in checked ? { offset, length, type: 'text_link', url: checked.url } : undefined
    }
    case 'mentionName': {
      const user = users.get(entity.userId)
      return user && { offset, length, type: 'text_mention', user: encodeUser(user) }
    }
    case 'customEmoji':
      return { offset, length, type: 'custom_emoji', custom_emoji_id: entity.documentId }
    case 'blockquote':
      return { offset, length, type: entity.collapsed ? 'expandable_blockquote' : 'blockquote' }
    case 'formattedDate': {
      const forms = Object.keys(DATE_FORM_LETTERS) as (keyof typeof DATE_FORM_LETTERS)[]
      const date_time_format = forms
        .map((form) => (entity[form] ? DATE_FORM_LETTERS[form] : ''))
        .join('')
      return { offset, length, type: 'date_time', unix_time: entity.date, date_time_format }
    }
    default:
      return { offset, length, type: PLAIN_ENTITY_TYPES[entity.kind] }
  }
}
