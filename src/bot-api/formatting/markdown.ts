import type { Entity } from '../../domain/messages/entity.ts'
import { badRequest } from '../errors.ts'
import { closed, linkStyle, type Formatted, type Style } from './formatted.ts'

/**
 * A text in the Bot API's old Markdown, in which nothing stands inside of anything
 * (https://core.telegram.org/bots/api#markdown-style).
 *
 * @throws BotApiError 400 for marks without an end
 */
export function parseMarkdown(source: string): Formatted {
  const entities: Entity[] = []
  let text = ''
  let at = 0

  /** Takes what stands between two marks; `[` ends with `]`. */
  function between(mark: string, end: string): string {
    const from = at + mark.length
    const until = source.indexOf(end, from)
    if (until < 0) {
      const byte = Buffer.byteLength(source.slice(0, at))
      throw badRequest(
        `can't parse entities: Can't find end of the entity starting at byte offset ${byte}`,
      )
    }
    at = until + end.length
    return source.slice(from, until)
  }

  function add(inner: string, style: Style | undefined): void {
    const entity = style && closed({ style, offset: text.length }, text.length + inner.length)
    if (entity) entities.push(entity)
    text += inner
  }

  while (at < source.length) {
    const char = source.charAt(at)
    if (char === '\\' && '_*`['.includes(source.charAt(at + 1) || ' ')) {
      text += source.charAt(at + 1)
      at += 2
    } else if (source.startsWith('```', at)) {
      const block = between('```', '```')
      const language = /^([^\s`]+)\n/.exec(block)
      const skipped = language?.[0].length ?? (block.startsWith('\n') ? 1 : 0)
      add(block.slice(skipped), { kind: 'pre', language: language?.[1] ?? '' })
    } else if (char === '`') add(between('`', '`'), { kind: 'code' })
    else if (char === '*') add(between('*', '*'), { kind: 'bold' })
    else if (char === '_') add(between('_', '_'), { kind: 'italic' })
    else if (char === '[') {
      const label = between('[', ']')
      const url = source.charAt(at) === '(' ? between('(', ')') : label
      add(label, linkStyle(url))
    } else {
      text += char
      at += 1
    }
  }
  return { text, entities }
}
