import { endOf, type Entity } from './entity.ts'
import { SPLITTABLE, splitAtBorders } from './entity-split.ts'

type Kind = Entity['kind']

/** Kinds that hold nothing else, and lie in a quotation at most. */
const WHOLE: ReadonlySet<Kind> = new Set<Kind>(['pre', 'code', 'formattedDate'])

/** Where two entities cover the same stretch, the smaller number comes first (td `get_type_priority`). */
const PRIORITIES: Readonly<Record<Kind, number>> = {
  blockquote: 0,
  pre: 10,
  code: 20,
  formattedDate: 30,
  textUrl: 49,
  mentionName: 49,
  mention: 50,
  hashtag: 50,
  botCommand: 50,
  url: 50,
  email: 50,
  cashtag: 50,
  phone: 50,
  bankCard: 50,
  bold: 90,
  italic: 91,
  underline: 92,
  strike: 93,
  spoiler: 94,
  customEmoji: 99,
}

/**
 * Entities as every client gets them: in order, none beside another of its kind that it could be one
 * with, and none crossing the border of another. Bold, italic, underline, strike and spoiler are split at
 * each border that they cross; of others that overlap only the first stays, but in a quotation.
 *
 * Source: td MessageEntity.cpp `fix_entities`.
 */
export function orderEntities(entities: readonly Entity[]): Entity[] {
  const sorted = sortEntities(entities)
  if (areInOrder(sorted)) return sorted
  const { quotes, others, splittable } = partition(sorted)
  return together(splittable, quotesApart(withoutOverlaps(others), withoutOverlaps(quotes)))
}

/**
 * Puts entities that were found in a text between those that its writer gave, which count for more.
 *
 * @param found in order, none overlapping another
 * Source: td MessageEntity.cpp `merge_new_entities`.
 */
export function mergeFound(given: readonly Entity[], found: readonly Entity[]): Entity[] {
  if (found.length === 0) return [...given]
  const { quotes, others, splittable } = partition(given)
  const free = notOverlapping(notCrossing(found, quotes), others)
  return together(splittable, sortEntities([...others, ...free, ...quotes]))
}

/** By place, the longer one first, and then by kind. */
export function sortEntities(entities: readonly Entity[]): Entity[] {
  return [...entities].sort(
    (a, b) => a.offset - b.offset || b.length - a.length || PRIORITIES[a.kind] - PRIORITIES[b.kind],
  )
}

function partition(
  entities: readonly Entity[],
): Record<'quotes' | 'others' | 'splittable', Entity[]> {
  const parts = { quotes: [] as Entity[], others: [] as Entity[], splittable: [] as Entity[] }
  for (const entity of entities) {
    if (SPLITTABLE.has(entity.kind)) parts.splittable.push(entity)
    else if (entity.kind === 'blockquote') parts.quotes.push(entity)
    else parts.others.push(entity)
  }
  return parts
}

/** Quotations with what lies in them or outside. */
function quotesApart(others: readonly Entity[], quotes: readonly Entity[]): Entity[] {
  return sortEntities([...notCrossing(others, quotes), ...quotes])
}

/** Splits what can be split at the borders of what cannot. */
function together(splittable: readonly Entity[], whole: readonly Entity[]): Entity[] {
  if (splittable.length === 0) return [...whole]
  const isWhole = (entity: Entity): boolean => WHOLE.has(entity.kind)
  return sortEntities([...whole, ...sortEntities(splitAtBorders(splittable, whole, isWhole))])
}

/** The first of all that overlap; `entities` are in order. */
function withoutOverlaps(entities: readonly Entity[]): Entity[] {
  let end = 0
  return entities.filter((entity) => {
    if (entity.offset < end) return false
    end = endOf(entity)
    return true
  })
}

/** Entities without those that cross a quotation's border, or hold a quotation; both in order. */
function notCrossing(entities: readonly Entity[], quotes: readonly Entity[]): Entity[] {
  let next = 0
  return entities.filter((entity) => {
    let quote = quotes[next]
    while (quote && endOf(quote) <= entity.offset) quote = quotes[++next]
    if (!quote) return true
    const beginsBefore = entity.offset < quote.offset && quote.offset < endOf(entity)
    return endOf(quote) >= endOf(entity) && !beginsBefore
  })
}

/** Found entities without those that overlap a given one; both in order. */
function notOverlapping(found: readonly Entity[], given: readonly Entity[]): Entity[] {
  let next = 0
  return found.filter((entity) => {
    let other = given[next]
    while (other && endOf(other) <= entity.offset) other = given[++next]
    return !other || other.offset >= endOf(entity)
  })
}

/** Whether nothing is to do: the case of nearly all texts. */
function areInOrder(sorted: readonly Entity[]): boolean {
  let end = 0
  return sorted.every((entity, index) => {
    const apart = entity.offset >= end
    end = endOf(entity)
    // Two that touch may have to become one.
    return apart && !(SPLITTABLE.has(entity.kind) && touches(sorted[index - 1], entity))
  })
}

function touches(before: Entity | undefined, entity: Entity): boolean {
  return before !== undefined && endOf(before) === entity.offset
}
