import { rpcError } from '../../core/rpc-error.ts'
import type { InputPeer } from '../peers.ts'

/**
 * Formatting of a stretch of text, as it is stored; kinds are Telegram's without the prefix
 * `messageEntity`. Offset and length are in UTF-16 units.
 *
 * Source: https://core.telegram.org/type/MessageEntity
 */
export type Entity = Stretch &
  (
    | { readonly kind: PlainEntityKind }
    | { readonly kind: 'pre'; readonly language: string }
    | { readonly kind: 'textUrl'; readonly url: string }
    | { readonly kind: 'mentionName'; readonly userId: number }
    /** `documentId` is a decimal. */
    | { readonly kind: 'customEmoji'; readonly documentId: string }
    | { readonly kind: 'blockquote'; readonly collapsed?: boolean | undefined }
    | ({ readonly kind: 'formattedDate'; readonly date: number } & DateForm)
  )

/** A mention of somebody without a username, as a client gives it: the account is still to be found. */
export type GivenEntity =
  Entity | (Stretch & { readonly kind: 'inputMentionName'; readonly user: InputPeer })

/** How clients show a date (https://core.telegram.org/constructor/messageEntityFormattedDate). */
export type DateForm = {
  readonly [K in (typeof DATE_FORMS)[number]]?: boolean | undefined
}

/** Flags of a formatted date. */
export const DATE_FORMS = [
  'relative',
  'shortTime',
  'longTime',
  'shortDate',
  'longDate',
  'dayOfWeek',
] as const

/** Where an entity lies. */
export interface Stretch {
  readonly offset: number
  readonly length: number
}

/** Entities that have nothing but their place. */
export type PlainEntityKind =
  | 'mention'
  | 'hashtag'
  | 'botCommand'
  | 'url'
  | 'email'
  | 'phone'
  | 'cashtag'
  | 'bankCard'
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'spoiler'
  | 'code'

/** Most entities of one message; Telegram drops the rest. */
const ENTITIES_MAX = 100

/** What Telegram finds in a text by itself. First come, first served where two overlap. */
const DETECTED: readonly (readonly [PlainEntityKind, RegExp])[] = [
  ['url', /(?:https?|tg|ftp):\/\/[^\s<>"]+|(?<![\w@./])(?:t|telegram)\.(?:me|dog)\/[^\s<>"]+/gi],
  ['email', /(?<![\w.+-])[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}(?![\w@])/gi],
  ['botCommand', /(?<![\w/@<>])\/[a-z\d_]{1,64}(?:@[a-z]\w{2,31})?(?![\w/@])/gi],
  ['mention', /(?<![\w@/])@[a-z]\w{3,31}(?!\w)/gi],
  ['hashtag', /(?<![\p{L}\p{N}_#])#(?=[\p{N}_]*\p{L})[\p{L}\p{N}_]{1,256}/gu],
]

/** Kinds inside which nothing is looked for. */
const OPAQUE: ReadonlySet<Entity['kind']> = new Set([
  'code', 'pre', 'textUrl', 'mentionName', 'mention', 'url', 'email', 'botCommand', 'hashtag',
]) // prettier-ignore

/**
 * The entities of a text: those that the sender gave, within the text's bounds, and those that
 * Telegram finds by itself, such as commands, on which bots rely.
 *
 * @throws ENTITY_BOUNDS_INVALID for one that begins before the text or has no length
 * Source: https://core.telegram.org/api/entities
 */
export function entitiesOf(text: string, given: readonly Entity[]): Entity[] {
  const entities: Entity[] = []
  for (const entity of given) {
    if (entity.offset < 0 || entity.length <= 0) throw rpcError('ENTITY_BOUNDS_INVALID')
    const length = Math.min(entity.length, text.length - entity.offset)
    if (length > 0) entities.push({ ...entity, length })
  }
  for (const [kind, pattern] of DETECTED) {
    for (const match of text.matchAll(pattern)) {
      const found = kind === 'url' ? match[0].replace(/[.,:;!?'")\]]+$/, '') : match[0]
      const stretch = { offset: match.index, length: found.length }
      if (!entities.some((entity) => OPAQUE.has(entity.kind) && overlap(entity, stretch))) {
        entities.push({ kind, ...stretch })
      }
    }
  }
  return entities.sort((a, b) => a.offset - b.offset || b.length - a.length).slice(0, ENTITIES_MAX)
}

/** Accounts that a text's entities name. */
export function usersOfEntities(entities: readonly Entity[]): number[] {
  return entities.flatMap((entity) => (entity.kind === 'mentionName' ? [entity.userId] : []))
}

/** The stored entities of a message; none for null. */
export function parseEntities(json: string | null): Entity[] {
  return json === null ? [] : (JSON.parse(json) as Entity[])
}

function overlap(a: Stretch, b: Stretch): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length
}
