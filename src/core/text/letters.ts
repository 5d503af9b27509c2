/**
 * Kinds of characters by which names, tags and addresses are found in texts.
 *
 * Source: td MessageEntity.cpp, unicode.cpp.
 */

/** Whether a code point is an ASCII letter, a digit or `_`: what usernames and commands are made of. */
export function isNameCharacter(point: number): boolean {
  return isAsciiAlnum(point) || point === 0x5f
}

/** Whether a code point is an ASCII letter or digit. */
export function isAsciiAlnum(point: number): boolean {
  return isAsciiDigit(point) || (point >= 0x61 && point <= 0x7a) || (point >= 0x41 && point <= 0x5a)
}

/** Whether a code point is one of 0 to 9. */
export function isAsciiDigit(point: number): boolean {
  return point >= 0x30 && point <= 0x39
}

/** Whether a code point is a letter of any script. */
export function isLetter(point: number): boolean {
  if (point < 0x80) return isAsciiAlnum(point) && !isAsciiDigit(point)
  return /\p{L}/u.test(String.fromCodePoint(point))
}

/** Whether a code point belongs to a word: a letter or number of any script, or `_`. */
export function isWordCharacter(point: number): boolean {
  if (point < 0x80) return isNameCharacter(point)
  return /[\p{L}\p{N}]/u.test(String.fromCodePoint(point))
}

/** Whether a hashtag may hold a code point: letters, digits, `_`, and a few that some scripts need. */
export function isTagCharacter(point: number): boolean {
  if (point < 0x80) return isNameCharacter(point)
  if (point === 0x200c || point === 0xb7 || (point >= 0xd80 && point <= 0xdff)) return true
  return /[\p{L}\p{Nd}]/u.test(String.fromCodePoint(point))
}

/** Whether a code point is a blank or a break between lines or paragraphs. */
export function isSeparator(point: number): boolean {
  if (point < 0x80) return point === 0x20
  return /\p{Z}/u.test(String.fromCodePoint(point))
}
