import { describe, expect, it } from 'vitest'
import {
  characterCount,
  cleanLine,
  cleanLines,
  cleanText,
  isDropped,
  isEmptyText,
} from './clean.ts'

describe('cleaning a text', () => {
  it('turns control characters into blanks, and drops carriage returns and overrides of direction', () => {
    expect(cleanText('a\r\nb\tc\0d\u001fe\u202df\u2028g\u0333h')).toBe('a\nb c d efgh')
    expect(cleanText('\u200e\u200e\u200fa\u200e')).toBe('\u200c\u200c\u200fa\u200e')
    expect(cleanText(' \u00e9\u{1f426}\u200d ')).toBe(' \u00e9\u{1f426}\u200d ')
  })

  it('knows of each unit whether it is dropped', () => {
    const units = Array.from({ length: 0x10000 }, (_, unit) => unit)
    const dropped = units.filter((unit) => cleanText(String.fromCharCode(unit)) === '')
    expect(units.filter(isDropped)).toEqual(dropped)
  })

  it('cuts what is longer than 35 000 bytes between two characters', () => {
    expect(cleanText('x'.repeat(60_000))).toHaveLength(34_996)
    expect(cleanText(`x${'\u{1f426}'.repeat(20_000)}`)).toHaveLength(1 + 2 * 8749)
  })

  it('leaves the lines of a description, but one blank of many in a name', () => {
    expect(cleanLines(' a  b\n c\u3000')).toBe('a  b\n c')
    expect(cleanLine(' a  b\n\u00a0c\u3000')).toBe('a b c')
  })

  it('cuts by characters, not by UTF-16 units', () => {
    expect(cleanLine('\u{1f426}\u{1f426}\u{1f426}', 2)).toBe('\u{1f426}\u{1f426}')
    expect(cleanLines('ab cd', 3)).toBe('ab')
    expect(characterCount('a\u{1f426}')).toBe(2)
  })

  it.each(['', ' \n', '\u200b\u200d', '\ufeff', '\u2800', '\u{e0001}', '\u00a0'])(
    'leaves nothing of %j, in which nothing is seen',
    (text) => {
      expect(cleanLine(text)).toBe('')
      expect(isEmptyText(text)).toBe(true)
    },
  )
})
