import type { Scanner } from '../../core/text/scanner.ts'
import { cannotParse, codeBlock, Draft, type Formatted } from './formatted.ts'
import { linkStyle } from './link.ts'

/**
 * A text in the Bot API's old Markdown, in which nothing stands inside of anything
 * (https://core.telegram.org/bots/api#markdown-style).
 *
 * @throws BotApiError 400 for marks without an end
 * Source: td MessageEntity.cpp `parse_markdown`.
 */
export function parseMarkdown(source: Scanner): Formatted {
  const draft = new Draft()
  for (let at = 0; at < source.length;) {
    const character = source.at(at)
    if (character === '\\' && '_*`['.includes(source.at(at + 1))) {
      draft.take(source.at(at + 1))
      at += 2
    } else if ('_*`['.includes(character)) {
      at = takeEntity(source, at, draft)
    } else {
      draft.take(character)
      at++
    }
  }
  return draft.formatted()
}

/** Takes what begins at a mark, and returns the place behind it. */
function takeEntity(source: Scanner, begin: number, draft: Draft): number {
  const mark = source.at(begin)
  const isBlock = mark === '`' && source.has('```', begin)
  const block = isBlock ? codeBlock(source, begin + 3) : { language: '', at: begin + 1 }
  const offset = draft.end
  let at = block.at
  const end = isBlock ? '```' : mark === '[' ? ']' : mark
  while (at < source.length && !source.has(end, at)) draft.take(source.at(at++))
  if (at >= source.length) {
    const byte = source.byteOffset(begin)
    throw cannotParse(`Can't find end of the entity starting at byte offset ${byte}`)
  }
  const label = source.slice(begin + 1, at)
  at += end.length
  if (mark === '_') draft.style({ kind: 'italic' }, offset)
  else if (mark === '*') draft.style({ kind: 'bold' }, offset)
  else if (isBlock) draft.style({ kind: 'pre', language: block.language }, offset)
  else if (mark === '`') draft.style({ kind: 'code' }, offset)
  else if (draft.end > offset) return takeLink(source, at, label, draft, offset)
  return at
}

/** Takes the address behind a label, which is the address itself where none follows. */
function takeLink(
  source: Scanner,
  at: number,
  label: string,
  draft: Draft,
  offset: number,
): number {
  if (source.at(at) !== '(') {
    draft.style(linkStyle(label), offset)
    return at
  }
  const end = source.next(')', at + 1)
  draft.style(linkStyle(source.slice(at + 1, end)), offset)
  return end + 1
}
