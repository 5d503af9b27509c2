/**
 * The one rule by which texts are cleaned that people and bots write, whichever door they come in by and
 * whatever they are for. Clients do the same before they send, so that a text which came clean stays as
 * it is.
 *
 * Source: td misc.cpp `clean_input_string`, `strip_empty_characters`, `clean_name`.
 */

/** UTF-8 bytes after which a text is cut; td calls it the server's own limit. */
const BYTES_MAX = 35_000

/** Control characters but for line feeds and carriage returns. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x09\x0b\x0c\x0e-\x1f]/g

/** Carriage returns, separators and overrides of direction, and marks that draw lines through other lines. */
const DROPPED = /\u0333|\u033f|\u030a|[\r\u2028-\u202e]/g

/** Marks of direction before another one: a run of them makes clients slow. */
const REPEATED_MARKS = /[\u200e\u200f](?=[\u200e\u200f])/g

/** Characters that look like a blank. */
const BLANKS = /[\u1680\u180e\u2000-\u200a\u202f\u205f\u2800\u3000\ufffc]|[\u{e0000}-\u{e007f}]/gu

/** Words with single blanks between them, in which there is nothing to clean: the usual title. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/

/** What nobody sees; a text of nothing else is empty. */
const SEEN = /[^ \n\u200b-\u200f\u202e\ufeff\u00a0]/

/**
 * A text without what no text may have: control characters become blanks, carriage returns and overrides
 * of direction go. Blanks around it stay.
 */
export function cleanText(text: string): string {
  return cut(text.replaceAll(CONTROLS, ' ').replaceAll(DROPPED, '')).replaceAll(
    REPEATED_MARKS,
    '\u200c',
  )
}

/** Whether `cleanText` leaves a UTF-16 unit out. */
export function isDropped(unit: number): boolean {
  if (unit < 0x30a) return unit === 0x0d
  return unit === 0x30a || unit === 0x333 || unit === 0x33f || (unit >= 0x2028 && unit <= 0x202e)
}

/**
 * A clean text of several lines, such as a description, without blanks around it; '' where there is
 * nothing to see in it.
 *
 * @param max characters that are kept
 */
export function cleanLines(text: string, max = Number.POSITIVE_INFINITY): string {
  if (text.length <= Math.min(max, BYTES_MAX / 2) && PLAIN.test(text)) return text
  const blanked = trimBlanks(cleanText(text).replaceAll(BLANKS, ' '))
  const lines = trimBlanks(firstCharacters(blanked, max))
  return SEEN.test(lines) ? lines : ''
}

/**
 * A clean text of one line, such as a name or a title: as `cleanLines`, with single blanks only.
 *
 * @param max characters that are kept, before blanks in a row become one
 */
export function cleanLine(text: string, max = Number.POSITIVE_INFINITY): string {
  return trimBlanks(cleanLines(text, max).replaceAll(/[ \n\u00a0]+/g, ' '))
}

/** Whether there is nothing to see in a clean text. */
export function isEmptyText(text: string): boolean {
  return cleanLines(text) === ''
}

/** Characters of a text as Telegram counts them: code points, not UTF-16 units. */
export function characterCount(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0xdc00 || unit > 0xdfff) count++
  }
  return count
}

/** The text without blanks, tabs and line breaks around it. */
export function trimBlanks(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isBlank(text.charCodeAt(from))) from++
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--
  return text.slice(from, to)
}

/** td `is_space`; the form feed is none. */
function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0 || (unit >= 9 && unit <= 13 && unit !== 12)
}

function firstCharacters(text: string, max: number): string {
  if (text.length <= max) return text
  let end = 0
  for (let count = 0; count < max && end < text.length; count++) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  }
  return text.slice(0, end)
}

/** Cuts between two characters. */
function cut(text: string): string {
  // Most texts are far from the limit, whatever they are written in.
  if (text.length * 3 < BYTES_MAX) return text
  let bytes = 0
  for (let at = 0; at < text.length;) {
    // The longest character has four bytes: one that begins here may end beyond the limit.
    if (bytes >= BYTES_MAX - 4) return text.slice(0, at)
    const point = text.codePointAt(at) ?? 0
    bytes += utf8Length(point)
    at += point > 0xffff ? 2 : 1
  }
  return text
}

function utf8Length(point: number): number {
  if (point < 0x80) return 1
  if (point < 0x800) return 2
  return point < 0x10000 ? 3 : 4
}
