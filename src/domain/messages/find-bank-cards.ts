import { isAsciiDigit, isLetter } from '../../core/text/letters.ts'
import type { Scanner } from '../../core/text/scanner.ts'
import type { Entity } from './entity.ts'

const DIGITS_MIN = 13
const DIGITS_MAX = 19

const HYPHEN = 0x2d
const UNDERSCORE = 0x5f

/**
 * Numbers of bank cards in a text: 13 to 19 digits with blanks or hyphens between them, whose check digit
 * and length are right.
 *
 * Source: td MessageEntity.cpp `find_bank_card_numbers`.
 */
export function findBankCards(text: Scanner): Entity[] {
  const found: Entity[] = []
  for (let at = 0; at < text.length;) {
    if (!isAsciiDigit(text.pointAt(at))) {
      at++
      continue
    }
    if (isPartOfMore(text.pointBefore(at))) {
      while (isOfNumber(text.at(at))) at++
      continue
    }
    const { end, digits } = numberAt(text, at)
    let to = end
    while (!isAsciiDigit(text.pointBefore(to))) to--
    const after = text.pointAt(to)
    const apart = !isLetter(after) && after !== HYPHEN && after !== UNDERSCORE
    if (apart && to - at <= 2 * digits.length - 1 && isCard(digits)) {
      found.push({ kind: 'bankCard', offset: at, length: to - at })
    }
    at = end
  }
  return found
}

/** What is read as one number: digits, blanks and hyphens. A whole card without any ends at a blank. */
function numberAt(text: Scanner, from: number): { end: number; digits: string } {
  let digits = ''
  let end = from
  for (; end < text.length; end++) {
    const character = text.at(end)
    const whole = digits.length >= 16 && digits.length <= DIGITS_MAX
    if (character === ' ' && whole && digits.length === end - from) break
    if (!isOfNumber(character)) break
    // One digit too many says enough.
    if (character !== ' ' && character !== '-' && digits.length <= DIGITS_MAX) digits += character
  }
  return { end, digits }
}

function isOfNumber(character: string): boolean {
  return character === ' ' || character === '-' || isAsciiDigit(character.charCodeAt(0))
}

function isPartOfMore(before: number): boolean {
  return isLetter(before) || '.,+-_'.includes(String.fromCodePoint(before))
}

/** Luhn's check digit, and the lengths that the large issuers give their numbers. */
function isCard(digits: string): boolean {
  const { length } = digits
  if (length < DIGITS_MIN || length > DIGITS_MAX) return false
  const sum = Array.from(digits, Number).reduceRight((total, digit, index) => {
    const doubled = (length - index) % 2 === 0 ? 2 * digit : digit
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0 && isLengthOfIssuer(digits)
}

function isLengthOfIssuer(digits: string): boolean {
  const { length } = digits
  const two = Number(digits.slice(0, 2))
  const four = Number(digits.slice(0, 4))
  if (digits.startsWith('4')) return [13, 16, 18, 19].includes(length)
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return length === 16
  if (two === 34 || two === 37) return length === 15
  if (two === 62 || two === 81) return length >= 16
  if (four >= 2200 && four <= 2204) return length === 16
  return true
}
