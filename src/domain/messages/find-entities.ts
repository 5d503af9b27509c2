import {
  isNameCharacter,
  isTagCharacter,
  isLetter,
  isWordCharacter,
} from '../../core/text/letters.ts'
import type { Scanner } from '../../core/text/scanner.ts'
import { sortEntities } from './entity-order.ts'
import { endOf, type Entity, type PlainEntityKind } from './entity.ts'
import { findBankCards } from './find-bank-cards.ts'
import { findTelegramUrls, findUrls } from './find-urls.ts'

/** Usernames that are shorter than any that can be taken. */
const SHORT_USERNAMES: ReadonlySet<string> = new Set(['gif', 'nft', 'pic', 'ufc', 'vid'])

const HASHTAG_MAX = 256

/**
 * What Telegram finds in a text by itself, in order; the first where two overlap. Phone numbers, which its
 * server finds as well, are left out: by which rule is not known.
 *
 * Source: td MessageEntity.cpp `find_entities`.
 */
export function findEntities(text: Scanner): Entity[] {
  const found = sortEntities([
    ...each(text, '@', 'mention', mentionAt),
    ...each(text, '/', 'botCommand', commandAt),
    ...each(text, '#', 'hashtag', hashtagAt),
    ...each(text, '$', 'cashtag', cashtagAt),
    ...findBankCards(text),
    ...findTelegramUrls(text),
    ...findUrls(text),
  ])
  let end = 0
  return found.filter((entity) => {
    if (entity.offset < end) return false
    end = endOf(entity)
    return true
  })
}

/** How far a mark was looked into, and where what it begins ends; `end` is undefined if it begins nothing. */
interface Read {
  readonly to: number
  readonly end?: number | undefined
}

function each(
  text: Scanner,
  mark: string,
  kind: PlainEntityKind,
  read: (text: Scanner, at: number) => Read,
): Entity[] {
  const found: Entity[] = []
  for (let at = text.next(mark, 0); at < text.length;) {
    const { to, end } = read(text, at)
    if (end !== undefined) found.push({ kind, offset: at, length: end - at })
    at = text.next(mark, to)
  }
  return found
}

function mentionAt(text: Scanner, at: number): Read {
  if (isWordCharacter(text.pointBefore(at))) return { to: at + 1 }
  const to = text.skip(at + 1, isNameCharacter)
  const length = to - at - 1
  if (length > 32 || isWordCharacter(text.pointAt(to))) return { to }
  const known = length >= 4 || SHORT_USERNAMES.has(text.slice(at + 1, to).toLowerCase())
  return known ? { to, end: to } : { to }
}

function commandAt(text: Scanner, at: number): Read {
  const isBorder = (point: number): boolean =>
    isWordCharacter(point) || '/<>'.includes(String.fromCodePoint(point))
  if (isBorder(text.pointBefore(at))) return { to: at + 1 }
  let to = text.skip(at + 1, isNameCharacter)
  if (to === at + 1 || to > at + 65) return { to }
  if (text.at(to) === '@') {
    const name = to + 1
    to = text.skip(name, isNameCharacter)
    if (to < name + 3 || to > name + 32) return { to }
  }
  return isBorder(text.pointAt(to)) ? { to } : { to, end: to }
}

function hashtagAt(text: Scanner, at: number): Read {
  if (isTagCharacter(text.pointBefore(at))) return { to: at + 1 }
  let to = at + 1
  let end = to
  let hasLetter = false
  for (let count = 0, point = text.pointAt(to); isTagCharacter(point); point = text.pointAt(to)) {
    to += point > 0xffff ? 2 : 1
    if (count++ >= HASHTAG_MAX) continue
    hasLetter ||= isLetter(point)
    end = to
  }
  if (end === at + 1) return { to }
  if (end === to && text.at(to) === '@') {
    const name = text.skip(to + 1, isNameCharacter, to + 33)
    if (name >= to + 4) to = end = name
  }
  return hasLetter && text.at(to) !== '#' ? { to, end } : { to }
}

function cashtagAt(text: Scanner, at: number): Read {
  const isBorder = (point: number): boolean => isTagCharacter(point) || point === 0x24
  if (isBorder(text.pointBefore(at))) return { to: at + 1 }
  const isCapital = (point: number): boolean => point >= 0x41 && point <= 0x5a
  let to = text.has('1INCH', at + 1) ? at + 6 : text.skip(at + 1, isCapital)
  if (to === at + 1 || to > at + 9) return { to }
  if (text.at(to) === '@') {
    const name = text.skip(to + 1, isNameCharacter)
    if (name >= to + 4 && name <= to + 33) to = name
  }
  return isBorder(text.pointAt(to)) ? { to } : { to, end: to }
}
