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

/** A text and how it is formatted. */
export interface FormattedText {
  readonly text: string
  readonly entities: readonly Entity[]
}

/** The place behind an entity. */
export function endOf({ offset, length }: Stretch): number {
  return offset + length
}

/** Accounts that a text's entities name. */
export function usersOfEntities(entities: readonly Entity[]): number[] {
  return entities.flatMap((entity) => (entity.kind === 'mentionName' ? [entity.userId] : []))
}

/** The stored entities of a message; none for null. */
export function parseEntities(json: string | null): Entity[] {
  return json === null ? [] : (JSON.parse(json) as Entity[])
}
