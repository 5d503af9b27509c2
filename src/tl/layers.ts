import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { parseLine, parseSchema, type TlLine } from './schema.ts'

/** The layer whose objects the server handles; its schema is stored whole. */
export const NEWEST_LAYER = 229

/** The oldest layer that clients are answered in. */
export const OLDEST_LAYER = 158

const schemaFolder = join(import.meta.dirname, '../../schema')

/** A step from a layer to the next older stored one. */
interface LayerDiff {
  readonly layer: number
  /** Names of the definitions that the older layer does not have in this form. */
  readonly removed: readonly { readonly name: string; readonly isMethod: boolean }[]
  readonly added: readonly TlLine[]
}

/** The definitions of one layer, by name. */
export interface LayerLines {
  readonly layer: number
  readonly constructors: ReadonlyMap<string, TlLine>
  readonly methods: ReadonlyMap<string, TlLine>
}

let layers: readonly number[] | undefined
let newest: LayerLines | undefined
let diffs: readonly LayerDiff[] | undefined

/** Every layer whose schema is stored, oldest first. */
export function storedLayers(): readonly number[] {
  layers ??= readdirSync(join(schemaFolder, 'layers'))
    .map((file) => Number(/^(\d+)\.diff\.tl$/.exec(file)?.[1] ?? NaN))
    .filter((layer) => layer >= OLDEST_LAYER)
    .concat(NEWEST_LAYER)
    .sort((a, b) => a - b)
  return layers
}

/**
 * The stored layer that answers a client that asked for `requested`: the same, or the nearest older
 * one where there is no schema; the newest or the oldest for what lies beyond.
 */
export function layerFor(requested: number): number {
  const stored = storedLayers()
  return stored.findLast((layer) => layer <= requested) ?? OLDEST_LAYER
}

/** The newest layer's definitions, read from disk once. */
export function newestLines(): LayerLines {
  newest ??= byName(NEWEST_LAYER, parseSchema(readSchema(`layer-${NEWEST_LAYER}.tl`)))
  return newest
}

/** The definitions of a stored layer: the newest one's, walked back through the differences. */
export function linesOf(layer: number): LayerLines {
  if (layer === NEWEST_LAYER) return newestLines()
  if (!storedLayers().includes(layer)) throw new RangeError(`layer ${layer} is not stored`)
  const constructors = new Map(newestLines().constructors)
  const methods = new Map(newestLines().methods)
  for (const diff of olderDiffs()) {
    if (diff.layer < layer) break
    for (const { name, isMethod } of diff.removed) (isMethod ? methods : constructors).delete(name)
    for (const line of diff.added) (line.isMethod ? methods : constructors).set(line.name, line)
  }
  return { layer, constructors, methods }
}

/**
 * Every definition that any stored layer or legacy.tl has, the newest first. One id can occur
 * several times with different flags (spec/invite-links.md 1.2).
 */
export function* everyLine(): Generator<TlLine> {
  yield* newestLines().constructors.values()
  yield* newestLines().methods.values()
  for (const diff of olderDiffs()) yield* diff.added
  yield* parseSchema(readSchema('legacy.tl'))
}

/** Reads a file of the schema folder. */
export function readSchema(file: string): string {
  return readFileSync(join(schemaFolder, file), 'utf8')
}

function olderDiffs(): readonly LayerDiff[] {
  diffs ??= storedLayers()
    .filter((layer) => layer !== NEWEST_LAYER)
    .reverse()
    .map((layer) => parseDiff(layer, readSchema(`layers/${layer}.diff.tl`)))
  return diffs
}

/** Reads a difference: `- name#id` lines, `+ definition` lines, and the schema's section marks. */
function parseDiff(layer: number, text: string): LayerDiff {
  const removed: { name: string; isMethod: boolean }[] = []
  const added: TlLine[] = []
  let isMethod = false
  for (const line of text.split('\n')) {
    if (line === '---functions---') isMethod = true
    else if (line.startsWith('- '))
      removed.push({ name: line.slice(2, line.indexOf('#')), isMethod })
    else if (line.startsWith('+ ')) added.push(parseLine(line.slice(2), isMethod))
    else if (line !== '' && !line.startsWith('//')) {
      throw new SyntaxError(`layer ${layer}: not a line of a difference: ${line}`)
    }
  }
  return { layer, removed, added }
}

function byName(layer: number, lines: readonly TlLine[]): LayerLines {
  const constructors = new Map<string, TlLine>()
  const methods = new Map<string, TlLine>()
  for (const line of lines) (line.isMethod ? methods : constructors).set(line.name, line)
  return { layer, constructors, methods }
}
