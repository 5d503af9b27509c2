import { cleanText, isDropped, isEmptyText } from '../../core/text/clean.ts'
import { Scanner } from '../../core/text/scanner.ts'
import { mergeFound, orderEntities, sortEntities } from './entity-order.ts'
import { endOf, type Entity, type FormattedText, type Stretch } from './entity.ts'
import { findEntities } from './find-entities.ts'

/** Most entities of one message; Telegram drops the rest. */
const ENTITIES_MAX = 100

/** What is wrong with a text's entities, in td's words. */
export interface TextProblem {
  readonly problem: string
}

const EMPTY: FormattedText = { text: '', entities: [] }

/**
 * A text as it is kept and as everybody gets it: clean, without blanks around it, its entities in order,
 * with those that Telegram finds by itself, such as commands, on which bots rely. Empty where there is
 * nothing to see in it. A text that came out of here stays as it is.
 *
 * @returns `problem` for entities that lie beyond the text or begin or end within a character
 * Source: td MessageEntity.cpp `fix_formatted_text`; https://core.telegram.org/api/entities
 */
export function formattedText(text: string, given: readonly Entity[]): FormattedText | TextProblem {
  const clean = cleanWithEntities(text, given)
  if ('problem' in clean) return clean
  const trimmed = trim(clean)
  if (isEmptyText(trimmed.text)) return EMPTY
  const entities = mergeFound(trimmed.entities, findEntities(new Scanner(trimmed.text)))
  return { text: trimmed.text, entities: entities.slice(0, ENTITIES_MAX) }
}

/** The first half of `formattedText`: clean and in order, blanks around the text left. */
export function cleanWithEntities(
  text: string,
  given: readonly Entity[],
): FormattedText | TextProblem {
  const placed = orderEntities(given.map(cleanEntity).filter(saysSomething))
  const problem = problemOf(text, placed)
  if (problem !== undefined) return { problem }
  const clean = cleanText(text)
  if (placed.length === 0) return { text: clean, entities: [] }
  return { text: clean, entities: orderEntities(moveAlong(text, placed, clean.length)) }
}

/** Texts of an entity's own are cleaned as well. */
function cleanEntity(entity: Entity): Entity {
  if (entity.kind === 'pre') return { ...entity, language: cleanText(entity.language) }
  return entity.kind === 'textUrl' ? { ...entity, url: cleanText(entity.url) } : entity
}

function saysSomething(entity: Entity): boolean {
  if (entity.length <= 0) return false
  switch (entity.kind) {
    case 'textUrl':
      return entity.url !== ''
    case 'customEmoji':
      return entity.documentId !== '0'
    case 'formattedDate':
      return entity.date > 0
    default:
      return true
  }
}

/** What td says of the first entity that does not fit its text; `entities` are in order. */
function problemOf(text: string, entities: readonly Entity[]): string | undefined {
  const cut = firstCut(text, entities)
  if (cut) {
    const byte = Buffer.byteLength(text.slice(0, cut.place + 1))
    const where = `in a middle of a UTF-16 symbol at byte offset ${byte}`
    return cut.begins === undefined
      ? `Entity begins ${where}`
      : `Entity beginning at UTF-16 offset ${cut.begins} ends ${where}`
  }
  // An entity that begins beyond the text is named before one that only ends there.
  const outside = entities.find(({ offset }) => offset > text.length)
  if (outside) return `Entity begins after the end of the text at UTF-16 offset ${outside.offset}`
  const inner = entities.findLast((entity) => endOf(entity) > text.length)
  if (!inner) return undefined
  return `Entity beginning at UTF-16 offset ${inner.offset} ends after the end of the text at UTF-16 offset ${endOf(inner)}`
}

/** The first place at which an entity cuts a character; `begins` where it ends there. */
function firstCut(
  text: string,
  entities: readonly Entity[],
): { readonly place: number; readonly begins: number | undefined } | undefined {
  let first = { place: Number.POSITIVE_INFINITY, begins: undefined as number | undefined }
  const cuts = (place: number): boolean =>
    place < text.length && (text.codePointAt(place - 1) ?? 0) > 0xffff
  for (const entity of entities) {
    const end = endOf(entity)
    if (entity.offset < first.place && cuts(entity.offset)) {
      first = { place: entity.offset, begins: undefined }
    }
    // Of those that end at the same place the innermost is named, before one that begins there.
    if (end <= first.place && cuts(end)) first = { place: end, begins: entity.offset }
  }
  return first.place < text.length ? first : undefined
}

/** Entities of a text at their places in its clean form. */
function moveAlong(text: string, entities: readonly Entity[], length: number): Entity[] {
  const places = [...new Set(entities.flatMap((entity) => [entity.offset, endOf(entity)]))]
  places.sort((a, b) => a - b)
  const moved = new Map<number, number>()
  let skipped = 0
  let at = 0
  for (const place of places) {
    for (; at < place; at++) if (isDropped(text.charCodeAt(at))) skipped++
    moved.set(place, Math.min(place - skipped, length))
  }
  return entities.flatMap((entity) => {
    const offset = moved.get(entity.offset) ?? 0
    return put(entity, offset, moved.get(endOf(entity)) ?? 0)
  })
}

/**
 * Takes blanks off a clean text, at its end also those that are formatted, at its beginning only up to
 * the first entity.
 */
function trim({ text, entities }: FormattedText): FormattedText {
  const isBlank = (place: number): boolean => text[place] === ' ' || text[place] === '\n'
  let end = text.length
  while (end > 0 && isBlank(end - 1)) end--
  const kept = entities.flatMap((entity) =>
    put(entity, entity.offset, Math.min(endOf(entity), end)),
  )
  let begin = 0
  const first = kept[0]?.offset ?? end
  while (begin < first && isBlank(begin)) begin++
  const moved = kept.map((entity) => ({ ...entity, offset: entity.offset - begin }))
  return { text: text.slice(begin, end), entities: sortEntities(moved) }
}

/** An entity at another place; nothing where nothing is left of it. */
function put(entity: Entity, offset: number, end: number): Entity[] {
  const stretch: Stretch = { offset, length: end - offset }
  return end > offset ? [{ ...entity, ...stretch }] : []
}
