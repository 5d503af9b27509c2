import type { Entity } from '../../domain/messages/entity.ts'
import { badRequest, type BotApiError } from '../errors.ts'
import { closed, linkStyle, type Formatted, type OpenStyle, type Style } from './formatted.ts'

/** Tags that need nothing but their name. */
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
  'tg-spoiler': { kind: 'spoiler' },
  code: { kind: 'code' },
  pre: { kind: 'pre', language: '' },
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }

interface Tag extends Omit<OpenStyle, 'style'> {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** Undefined for a tag without effect, such as a link to nowhere. */
  readonly style: Style | undefined
}

/**
 * A text in the Bot API's HTML (https://core.telegram.org/bots/api#html-style).
 *
 * @throws BotApiError 400 for tags that Telegram does not know, or that are not closed in order
 */
export function parseHtml(source: string): Formatted {
  const entities: Entity[] = []
  const open: Tag[] = []
  let text = ''
  const pieces = /<\/?([a-z][a-z\d-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>|&(#x?[\da-f]+|[a-z]+);|</gi
  let at = 0
  for (const match of source.matchAll(pieces)) {
    text += source.slice(at, match.index)
    at = match.index + match[0].length
    const [whole, name, rest = '', reference] = match
    if (reference !== undefined) text += characterOf(reference) ?? whole
    else if (name === undefined)
      throw wrong(`Unsupported start tag at byte offset ${byteAt(source, match.index)}`)
    else if (!whole.startsWith('</'))
      open.push(openTag(name.toLowerCase(), rest, text.length, source, match.index))
    else close(open, name.toLowerCase(), text, entities, byteAt(source, match.index))
  }
  text += source.slice(at)
  const left = open.at(-1)
  if (left) throw wrong(`Can't find end tag corresponding to start tag "${left.name}"`)
  return { text, entities: entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length) }
}

function openTag(name: string, rest: string, offset: number, source: string, at: number): Tag {
  const attributes = new Map<string, string>()
  for (const one of rest.matchAll(/([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi)) {
    const value = one[2] ?? one[3] ?? one[4] ?? ''
    attributes.set(
      (one[1] ?? '').toLowerCase(),
      value.replaceAll(/&(#x?[\da-f]+|[a-z]+);/gi, decoded),
    )
  }
  const style = styleOf(name, attributes)
  if (style === null) {
    throw wrong(`Unsupported start tag "${name}" at byte offset ${byteAt(source, at)}`)
  }
  return { name, attributes, style, offset }
}

/** Null for a tag that there is not. */
function styleOf(name: string, attributes: ReadonlyMap<string, string>): Style | undefined | null {
  switch (name) {
    case 'a':
      return linkStyle(attributes.get('href') ?? '')
    case 'span':
      return attributes.get('class') === 'tg-spoiler' ? { kind: 'spoiler' } : null
    case 'blockquote':
      return attributes.has('expandable')
        ? { kind: 'blockquote', collapsed: true }
        : { kind: 'blockquote' }
    case 'tg-emoji': {
      const id = /^\d{1,19}$/.exec(attributes.get('emoji-id') ?? '')?.[0]
      return id === undefined ? null : { kind: 'customEmoji', documentId: id }
    }
    default:
      return PLAIN[name] ?? null
  }
}

function close(open: Tag[], name: string, text: string, entities: Entity[], byte: number): void {
  const tag = open.pop()
  if (!tag) throw wrong(`Unexpected end tag at byte offset ${byte}`)
  if (tag.name !== name) {
    throw wrong(
      `Unmatched end tag at byte offset ${byte}, expected "</${tag.name}>", found "</${name}>"`,
    )
  }
  const outer = open.at(-1)
  // <pre><code class="language-x"> is one block of code, with its language.
  if (name === 'code' && outer?.name === 'pre' && outer.offset === tag.offset) {
    const language = /^language-(.+)$/.exec(tag.attributes.get('class') ?? '')?.[1]
    if (language !== undefined)
      open[open.length - 1] = { ...outer, style: { kind: 'pre', language } }
    return
  }
  const entity = tag.style && closed({ style: tag.style, offset: tag.offset }, text.length)
  if (entity) entities.push(entity)
}

function decoded(whole: string, reference: string): string {
  return characterOf(reference) ?? whole
}

/** The character that is written as `&...;`; undefined for what is none. */
function characterOf(reference: string): string | undefined {
  const number = /^#(?:x([\da-f]+)|(\d+))$/i.exec(reference)
  if (!number) return NAMED[reference.toLowerCase()]
  const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16)
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return valid ? String.fromCodePoint(code) : undefined
}

function byteAt(source: string, index: number): number {
  return Buffer.byteLength(source.slice(0, index))
}

function wrong(text: string): BotApiError {
  return badRequest(`can't parse entities: ${text}`)
}
