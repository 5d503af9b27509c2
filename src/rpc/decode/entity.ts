import { DATE_FORMS, type GivenEntity, type PlainEntityKind } from '../../domain/messages/entity.ts'
import type { TypeMessageEntity } from '../../tl/generated/base.ts'
import { inputUser } from './peer.ts'

const PLAIN = {
  messageEntityMention: 'mention',
  messageEntityHashtag: 'hashtag',
  messageEntityBotCommand: 'botCommand',
  messageEntityUrl: 'url',
  messageEntityEmail: 'email',
  messageEntityPhone: 'phone',
  messageEntityCashtag: 'cashtag',
  messageEntityBankCard: 'bankCard',
  messageEntityBold: 'bold',
  messageEntityItalic: 'italic',
  messageEntityUnderline: 'underline',
  messageEntityStrike: 'strike',
  messageEntitySpoiler: 'spoiler',
  messageEntityCode: 'code',
} as const satisfies Partial<Record<TypeMessageEntity['_'], PlainEntityKind>>

/**
 * The domain's form of the entities that a client gives (https://core.telegram.org/type/MessageEntity).
 * Those that say nothing, and those that only the server may make, are left out.
 */
export function givenEntities(entities: readonly TypeMessageEntity[] | undefined): GivenEntity[] {
  return (entities ?? []).flatMap((entity) => givenEntity(entity) ?? [])
}

function givenEntity(entity: TypeMessageEntity): GivenEntity | undefined {
  const { offset, length } = entity
  const at = { offset, length }
  switch (entity._) {
    case 'messageEntityPre':
      return { kind: 'pre', ...at, language: entity.language }
    case 'messageEntityTextUrl':
      return { kind: 'textUrl', ...at, url: entity.url }
    case 'inputMessageEntityMentionName':
      return { kind: 'inputMentionName', ...at, user: inputUser(entity.userId) }
    case 'messageEntityCustomEmoji':
      return { kind: 'customEmoji', ...at, documentId: entity.documentId.toString() }
    case 'messageEntityBlockquote':
      return { kind: 'blockquote', ...at, collapsed: entity.collapsed }
    case 'messageEntityFormattedDate': {
      const forms = Object.fromEntries(DATE_FORMS.map((form) => [form, entity[form]]))
      return { kind: 'formattedDate', ...at, date: entity.date, ...forms }
    }
    case 'messageEntityUnknown':
    case 'messageEntityMentionName':
    case 'messageEntityDiffInsert':
    case 'messageEntityDiffReplace':
    case 'messageEntityDiffDelete':
      return undefined
    default:
      return { kind: PLAIN[entity._], ...at }
  }
}
