import type { Scanner } from '../../core/text/scanner.ts'
import type { Entity } from '../../domain/messages/entity.ts'
import { dateStyle } from './date-form.ts'
import { cannotParse, Draft, isSpace, type Formatted, type Style } from './formatted.ts'
import { characterAt, readTag, type StartTag } from './html-tag.ts'
import { linkStyle } from './link.ts'
import { isEmojiId } from './markdown-v2.ts'

/** Tags that have nothing but their name. */
const PLAIN: Readonly<Record<string, Style>> = {
  b: { kind: 'bold' },
  strong: { kind: 'bold' },
  i: { kind: 'italic' },
  em: { kind: 'italic' },
  u: { kind: 'underline' },
  ins: { kind: 'underline' },
  s: { kind: 'strike' },
  strike: { kind: 'strike' },
  del: { kind: 'strike' },
  span: { kind: 'spoiler' },
  'tg-spoiler': { kind: 'spoiler' },
}

/** Numbers that name half a character each are no character together. */
const HALVES =
  'Text contains invalid Unicode characters after decoding HTML entities, ' +
  'check for unmatched surrogate code units'

/** A tag that waits for its end, and its place in the text as it will be. */
interface Open extends StartTag {
  readonly offset: number
}

/**
 * A text in the Bot API's HTML (https://core.telegram.org/bots/api#html-style).
 *
 * @throws BotApiError 400 for tags that there are not, or that do not fit together
 * Source: td MessageEntity.cpp `parse_html`.
 */
export function parseHtml(source: Scanner): Formatted {
  const draft = new Draft()
  const open: Open[] = []
  /** Languages of blocks of code that are still to find their `pre`. */
  const languages = new Map<Entity, string>()
  let halves = false
  for (let at = 0; at < source.length;) {
    const character = source.at(at)
    const named = character === '&' ? characterAt(source, at) : undefined
    if (named) {
      halves ||= named.point >= 0xd800 && named.point <= 0xdfff
      draft.take(String.fromCodePoint(named.point))
      at = named.end
    } else if (character !== '<') {
      draft.take(character)
      at++
    } else if (source.at(at + 1) === '/') {
      const end = endTag(source, at, open.at(-1))
      const tag = open.pop() as Open
      close(draft, tag, languages)
      at = end
    } else {
      const { tag, end } = readTag(source, at)
      open.push({ ...tag, offset: draft.end })
      at = end
    }
  }
  const left = open.at(-1)
  if (left) throw cannotParse(`Can't find end tag corresponding to start tag "${left.name}"`)
  if (halves) throw cannotParse(HALVES)
  return draft.formatted()
}

/** Where the end tag that begins at a place ends. @throws BotApiError 400 for another one than is due */
function endTag(source: Scanner, begin: number, due: Open | undefined): number {
  const byte = (): number => source.byteOffset(begin)
  if (!due) throw cannotParse(`Unexpected end tag at byte offset ${byte()}`)
  let at = begin + 2
  while (!isSpace(source.at(at)) && source.at(at) !== '>') at++
  const name = source.slice(begin + 2, at).toLowerCase()
  while (at < source.length && isSpace(source.at(at))) at++
  if (source.at(at) !== '>') throw cannotParse(`Unclosed end tag at byte offset ${byte()}`)
  if (name !== '' && name !== due.name) {
    throw cannotParse(
      `Unmatched end tag at byte offset ${byte()}, expected "</${due.name}>", found "</${name}>"`,
    )
  }
  return at + 1
}

function close(draft: Draft, tag: Open, languages: Map<Entity, string>): void {
  if (draft.end === tag.offset) return
  if (tag.name === 'pre' || tag.name === 'code') closeCode(draft, tag, languages)
  else draft.style(styleOf(draft, tag), tag.offset)
}

/** @throws BotApiError 400 for an emoji without a number and a date in no format */
function styleOf(draft: Draft, { name, argument, date, offset }: Open): Style | undefined {
  switch (name) {
    case 'a':
      return linkStyle(argument || draft.from(offset))
    case 'blockquote':
      return argument === '' ? { kind: 'blockquote' } : { kind: 'blockquote', collapsed: true }
    case 'tg-emoji':
      if (!isEmojiId(argument)) throw cannotParse('Invalid custom emoji identifier specified')
      return { kind: 'customEmoji', documentId: argument }
    case 'tg-time': {
      const style = dateStyle(date, argument)
      if (!style) throw cannotParse('Invalid date format used')
      return date > 0 ? style : undefined
    }
    default:
      return PLAIN[name]
  }
}

/** `pre` and `code` around the same text are one block, in the language that `code` names. */
function closeCode(draft: Draft, tag: Open, languages: Map<Entity, string>): void {
  const { name, argument, offset } = tag
  const inner = draft.entities.at(-1)
  const around = inner?.offset === offset && inner.offset + inner.length === draft.end
  if (around && name === 'pre' && inner.kind === 'code' && languages.has(inner)) {
    draft.entities.pop()
    draft.style({ kind: 'pre', language: languages.get(inner) ?? '' }, offset)
  } else if (around && name === 'code' && isPlainBlock(inner) && argument !== '') {
    draft.entities.pop()
    draft.style({ kind: 'pre', language: argument }, offset)
  } else {
    draft.style(name === 'pre' ? { kind: 'pre', language: '' } : { kind: 'code' }, offset)
    const made = draft.entities.at(-1)
    if (name === 'code' && argument !== '' && made) languages.set(made, argument)
  }
}

function isPlainBlock(entity: Entity): boolean {
  return entity.kind === 'pre' && entity.language === ''
}
