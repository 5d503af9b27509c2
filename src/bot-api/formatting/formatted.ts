import type { Scanner } from '../../core/text/scanner.ts'
import { sortEntities } from '../../domain/messages/entity-order.ts'
import type { Entity, FormattedText } from '../../domain/messages/entity.ts'
import { badRequest, type BotApiError } from '../errors.ts'

/** A text and how it is formatted, as a bot gave it. */
export interface Formatted extends FormattedText {
  /** What is wrong with an entity; Telegram says it once it has looked at the chat. */
  readonly problem?: string | undefined
}

/** What formats a stretch of text, without its place. */
export type Style = Entity extends infer E
  ? E extends Entity
    ? Omit<E, 'offset' | 'length'>
    : never
  : never

/** A parsed text in the making; `units` are UTF-16 units, so that places need no counting. */
export class Draft {
  readonly units: string[] = []
  readonly entities: Entity[] = []

  /** The place behind what was taken so far. */
  get end(): number {
    return this.units.length
  }

  /** Takes a text. */
  take(text: string): void {
    for (let at = 0; at < text.length; at++) this.units.push(text.charAt(at))
  }

  /** What was taken from a place on. */
  from(place: number): string {
    return this.units.slice(place).join('')
  }

  /** Formats what was taken from a place on; nothing is no entity. */
  style(style: Style | undefined, offset: number): void {
    if (style && this.end > offset) {
      this.entities.push({ ...style, offset, length: this.end - offset })
    }
  }

  /** The text, its entities in order. */
  formatted(): Formatted {
    return { text: this.units.join(''), entities: sortEntities(this.entities) }
  }
}

/** Where a block of code behind its three marks begins, and the language that it names. */
export function codeBlock(source: Scanner, from: number): { language: string; at: number } {
  let end = from
  while (!isSpace(source.at(end)) && source.at(end) !== '`') end++
  const named = end > from && end < source.length && source.at(end) !== '`'
  const language = named ? source.slice(from, end) : ''
  const at = named ? end : from
  const pair = source.at(at) + source.at(at + 1)
  if (pair === '\r\n' || pair === '\n\r') return { language, at: at + 2 }
  return { language, at: pair.startsWith('\n') || pair.startsWith('\r') ? at + 1 : at }
}

/** Blanks as td counts them, NUL included, which a `Scanner` gives beyond the end. */
export function isSpace(character: string): boolean {
  return ' \t\r\n\0\v'.includes(character)
}

/** The refusal of a text that cannot be parsed. */
export function cannotParse(text: string): BotApiError {
  return badRequest(`can't parse entities: ${text}`)
}
