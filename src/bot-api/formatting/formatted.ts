import type { Entity } from '../../domain/messages/entity.ts'

/** A text and how it is formatted. */
export interface Formatted {
  readonly text: string
  readonly entities: readonly Entity[]
}

/** What formats a stretch of text, without its place. */
export type Style = Entity extends infer E
  ? E extends Entity
    ? Omit<E, 'offset' | 'length'>
    : never
  : never

/** Where a style begins, in the text as it will be. */
export interface OpenStyle {
  readonly style: Style
  readonly offset: number
}

/** A style that has found its end. */
export function closed({ style, offset }: OpenStyle, end: number): Entity | undefined {
  return end > offset ? { ...style, offset, length: end - offset } : undefined
}

/**
 * The style of a link, which names an account where it begins with `tg://user?id=`; undefined for what is
 * no link at all.
 *
 * Source: https://core.telegram.org/bots/api#formatting-options
 */
export function linkStyle(url: string): Style | undefined {
  const user = /^tg:(?:\/\/)?user\?id=(\d{1,15})(?:&|$)/i.exec(url)?.[1]
  if (user !== undefined) return { kind: 'mentionName', userId: Number(user) }
  const full = /^[a-z][a-z\d+.-]*:/i.test(url) ? url : `http://${url}`
  const parsed = URL.parse(full)
  if (!parsed || !['http:', 'https:', 'tg:', 'ton:', 'tonsite:'].includes(parsed.protocol)) {
    return undefined
  }
  return { kind: 'textUrl', url: parsed.protocol.startsWith('http') ? parsed.href : full }
}
