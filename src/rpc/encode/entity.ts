import { DATE_FORMS, type Entity, type PlainEntityKind } from '../../domain/messages/entity.ts'
import type { TypeMessageEntity } from '../../tl/generated/base.ts'
import type { Encoder } from './encoder.ts'

const PLAIN = {
  mention: 'messageEntityMention',
  hashtag: 'messageEntityHashtag',
  botCommand: 'messageEntityBotCommand',
  url: 'messageEntityUrl',
  email: 'messageEntityEmail',
  phone: 'messageEntityPhone',
  cashtag: 'messageEntityCashtag',
  bankCard: 'messageEntityBankCard',
  bold: 'messageEntityBold',
  italic: 'messageEntityItalic',
  underline: 'messageEntityUnderline',
  strike: 'messageEntityStrike',
  spoiler: 'messageEntitySpoiler',
  code: 'messageEntityCode',
} as const satisfies Record<PlainEntityKind, TypeMessageEntity['_']>

/** An entity in TL; whom it names is noted in the encoder (https://core.telegram.org/type/MessageEntity). */
export function encodeEntity(e: Encoder, entity: Entity): TypeMessageEntity {
  const { offset, length } = entity
  const at = { offset, length }
  switch (entity.kind) {
    case 'pre':
      return { _: 'messageEntityPre', ...at, language: entity.language }
    case 'textUrl':
      return { _: 'messageEntityTextUrl', ...at, url: entity.url }
    case 'mentionName':
      return { _: 'messageEntityMentionName', ...at, userId: e.user(entity.userId) }
    case 'customEmoji':
      return { _: 'messageEntityCustomEmoji', ...at, documentId: BigInt(entity.documentId) }
    case 'blockquote':
      return { _: 'messageEntityBlockquote', ...at, collapsed: entity.collapsed }
    case 'formattedDate': {
      const forms = Object.fromEntries(DATE_FORMS.map((form) => [form, entity[form]]))
      return { _: 'messageEntityFormattedDate', ...at, date: entity.date, ...forms }
    }
    default:
      return { _: PLAIN[entity.kind], ...at }
  }
}
