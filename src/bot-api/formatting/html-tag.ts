import type { Scanner } from '../../core/text/scanner.ts'
import { leadingInteger } from '../params.ts'
import { cannotParse, isSpace } from './formatted.ts'

/** Tags that there are (https://core.telegram.org/bots/api#html-style). */
const TAGS: ReadonlySet<string> = new Set([
  'a', 'b', 'strong', 'i', 'em', 's', 'strike', 'del', 'u', 'ins', 'tg-spoiler', 'tg-emoji',
  'tg-time', 'span', 'pre', 'code', 'blockquote',
]) // prettier-ignore

/** Characters that have a name. */
const NAMED: Readonly<Record<string, number>> = { lt: 0x3c, gt: 0x3e, amp: 0x26, quot: 0x22 }

/** A tag that begins something. */
export interface StartTag {
  readonly name: string
  /** The attribute that counts for this tag, '' for none. */
  readonly argument: string
  /** Unix seconds of `tg-time`. */
  readonly date: number
}

interface Attribute {
  readonly name: string
  /** Undefined where none is given. */
  readonly value: string | undefined
  readonly end: number
}

/**
 * The character that is written by its name or number at a place; undefined for what means none.
 *
 * Source: td MessageEntity.cpp `decode_html_entity`.
 */
export function characterAt(
  source: Scanner,
  begin: number,
): { point: number; end: number } | undefined {
  const isNumber = source.at(begin + 1) === '#'
  const isHex = isNumber && source.at(begin + 2) === 'x'
  const from = begin + (isNumber ? 2 : 1) + (isHex ? 1 : 0)
  const allowed = isHex ? /[\da-f]/i : isNumber ? /\d/ : /[a-z]/i
  let end = from
  while (allowed.test(source.at(end))) end++
  const written = source.slice(from, end)
  const number = isNumber && end - begin < 10 ? Number.parseInt(written, isHex ? 16 : 10) : 0
  const point = isNumber ? number : (NAMED[written] ?? 0)
  if (!(point > 0 && point < 0x10ffff)) return undefined
  return { point, end: source.at(end) === ';' ? end + 1 : end }
}

/**
 * The start tag at a place, and where it ends.
 *
 * @throws BotApiError 400 for one that there is not, or that is not written as tags are
 */
export function readTag(source: Scanner, begin: number): { tag: StartTag; end: number } {
  let at = begin + 1
  while (!isSpace(source.at(at)) && source.at(at) !== '>') at++
  if (at >= source.length) throw unclosed(source, begin)
  const name = source.slice(begin + 1, at).toLowerCase()
  if (!TAGS.has(name)) {
    throw cannotParse(`Unsupported start tag "${name}" at byte offset ${source.byteOffset(begin)}`)
  }
  let argument = ''
  let date = 0
  for (at = skipSpace(source, at); source.at(at) !== '>'; at = skipSpace(source, at)) {
    const attribute = readAttribute(source, at, begin, name)
    at = attribute.end
    const value = argumentOf(name, attribute)
    if (name === 'tg-time' && attribute.name === 'unix') date = leadingInteger(value ?? '')
    else argument = value ?? argument
  }
  if (name === 'span' && argument !== 'spoiler') {
    const byte = source.byteOffset(begin)
    throw cannotParse(`Tag "span" must have class "tg-spoiler" at byte offset ${byte}`)
  }
  return { tag: { name, argument, date }, end: at + 1 }
}

/** What an attribute says to its tag; undefined for one that says nothing. */
function argumentOf(tag: string, { name, value }: Attribute): string | undefined {
  if (tag === 'blockquote' && name === 'expandable') return '1'
  if (value === undefined) return undefined
  const isCounted =
    (tag === 'a' && name === 'href') ||
    (tag === 'tg-emoji' && name === 'emoji-id') ||
    (tag === 'tg-time' && (name === 'unix' || name === 'format'))
  if (isCounted) return value
  if (name !== 'class') return undefined
  if (tag === 'code' && value.startsWith('language-')) return value.slice(9)
  return tag === 'span' && value.startsWith('tg-') ? value.slice(3) : undefined
}

function readAttribute(source: Scanner, from: number, begin: number, tag: string): Attribute {
  const inTag = (): string => `"${tag}" at byte offset ${source.byteOffset(begin)}`
  let at = from
  while (!isSpace(source.at(at)) && !'=>/"\''.includes(source.at(at))) at++
  const name = source.slice(from, at)
  if (name === '') throw cannotParse(`Empty attribute name in the tag ${inTag()}`)
  at = skipSpace(source, at)
  if (at >= source.length) throw cannotParse(`Unclosed start tag ${inTag()}`)
  if (source.at(at) !== '=') return { name, value: undefined, end: at }
  at = skipSpace(source, at + 1)
  if (at >= source.length) throw cannotParse(`Unclosed start tag ${inTag()}`)
  const { value, end } = readValue(source, at)
  if (end >= source.length) throw unclosed(source, begin)
  return { name, value, end }
}

/** A value in quotation marks, or a word of letters, digits, dots and hyphens, which is made small. */
function readValue(source: Scanner, begin: number): { value: string; end: number } {
  const quote = source.at(begin)
  let end = begin
  if (quote !== '"' && quote !== "'") {
    while (/[a-z\d.-]/i.test(source.at(end))) end++
    if (!isSpace(source.at(end)) && source.at(end) !== '>') {
      throw cannotParse(`Unexpected end of name token at byte offset ${source.byteOffset(begin)}`)
    }
    return { value: source.slice(begin, end).toLowerCase(), end }
  }
  const value: string[] = []
  for (end = begin + 1; end < source.length && source.at(end) !== quote;) {
    const named = source.at(end) === '&' ? characterAt(source, end) : undefined
    value.push(named ? String.fromCodePoint(named.point) : source.at(end))
    end = named?.end ?? end + 1
  }
  return { value: value.join('').toWellFormed(), end: Math.min(end + 1, source.length) }
}

function skipSpace(source: Scanner, from: number): number {
  let at = from
  while (at < source.length && isSpace(source.at(at))) at++
  return at
}

function unclosed(source: Scanner, begin: number): Error {
  return cannotParse(`Unclosed start tag at byte offset ${source.byteOffset(begin)}`)
}
