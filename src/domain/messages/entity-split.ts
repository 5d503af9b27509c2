import { endOf, type Entity, type PlainEntityKind, type Stretch } from './entity.ts'

/** Kinds that are split where they cross another's border, in the order in which pieces are written. */
const SPLITTABLE_KINDS = ['bold', 'italic', 'underline', 'strike', 'spoiler'] as const

/** The same as a set. */
export const SPLITTABLE: ReadonlySet<Entity['kind']> = new Set(SPLITTABLE_KINDS)

/** A stretch of one kind that is not finished. */
interface Run {
  begin: number
  readonly kind: PlainEntityKind
  end: number
}

/**
 * Cuts entities that can be split at each other's beginnings and at the borders of those that cannot.
 * Entities of one kind that touch or overlap become one before they are cut; what would lie in an entity
 * that holds nothing else is left out.
 *
 * @param splittable in order, of the kinds in `SPLITTABLE`
 * @param borders in order, each in another one or apart from it
 * @returns the pieces, in no order
 * Source: td MessageEntity.cpp `split_entities`.
 */
export function splitAtBorders(
  splittable: readonly Entity[],
  borders: readonly Entity[],
  isWhole: (entity: Entity) => boolean,
): Entity[] {
  const splitter = new Splitter(splittable)
  const open: Entity[] = []
  const goTo = (place: number): void => {
    for (let top = open.at(-1); top && place >= endOf(top); top = open.at(-1)) {
      splitter.goTo(endOf(top), !isWhole(top))
      open.pop()
    }
    splitter.goTo(place, true)
  }
  for (const border of borders) {
    goTo(border.offset)
    open.push(border)
  }
  goTo(Number.POSITIVE_INFINITY)
  return splitter.pieces
}

class Splitter {
  readonly pieces: Entity[] = []
  readonly #entities: readonly Entity[]
  readonly #runs = new Map<Entity['kind'], Run>()
  #next = 0

  constructor(entities: readonly Entity[]) {
    this.#entities = entities
  }

  /** Cuts everything that began before a place, there at the latest. */
  goTo(place: number, keep: boolean): void {
    const before = this.pieces.length
    for (let entity = this.#entities[this.#next]; entity; entity = this.#entities[this.#next]) {
      if (entity.offset >= place) break
      this.#begin(entity)
      this.#next++
    }
    this.#cut(place)
    if (!keep) this.pieces.length = before
  }

  #begin(entity: Entity): void {
    const run = this.#runs.get(entity.kind)
    if (run && entity.offset <= run.end) {
      run.end = Math.max(run.end, endOf(entity))
      return
    }
    this.#cut(entity.offset)
    const kind = entity.kind as PlainEntityKind
    this.#runs.set(kind, { kind, begin: entity.offset, end: endOf(entity) })
  }

  #cut(place: number): void {
    for (const kind of SPLITTABLE_KINDS) {
      const run = this.#runs.get(kind)
      if (!run || run.begin >= place) continue
      const end = Math.min(run.end, place)
      this.pieces.push({ kind, ...stretch(run.begin, end) })
      if (run.end <= place) this.#runs.delete(kind)
      else run.begin = place
    }
  }
}

function stretch(begin: number, end: number): Stretch {
  return { offset: begin, length: end - begin }
}
