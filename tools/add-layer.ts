/**
 * Takes a new newest layer in: `node tools/add-layer.ts <layer> <file.tl> <origin>`.
 *
 * Writes `schema/layer-<layer>.tl`, turns the layer that was the newest into a difference, and adds
 * a row to `schema/SOURCES.md`. What is left by hand: NEWEST_LAYER in src/tl/layers.ts,
 * `npm run generate`, and the conversions that `npx vitest run src/tl` then finds missing.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { parseSchema } from '../src/tl/schema.ts'
import { formatDiff, formatLayer, layerHash, readRaw } from './tl/layer-files.ts'

const schema = join(import.meta.dirname, '../schema')
const [layerText, file, origin] = process.argv.slice(2)
const layer = Number(layerText)
if (!Number.isInteger(layer) || file === undefined || origin === undefined) {
  console.error('usage: node tools/add-layer.ts <layer> <file.tl> <origin>')
  process.exit(2)
}

const lines = readRaw(readFileSync(file, 'utf8'))
const previous = readdirSync(schema)
  .map((name) => Number(/^layer-(\d+)\.tl$/.exec(name)?.[1] ?? 0))
  .find((known) => known > 0)
if (previous !== undefined && previous >= layer) {
  console.error(`layer ${previous} is stored already: only a newer one can be added`)
  process.exit(2)
}

writeFileSync(join(schema, `layer-${layer}.tl`), formatLayer(layer, lines))
if (previous !== undefined) {
  const path = join(schema, `layer-${previous}.tl`)
  const older = { layer: previous, lines: parseSchema(readFileSync(path, 'utf8')) }
  mkdirSync(join(schema, 'layers'), { recursive: true })
  writeFileSync(join(schema, 'layers', `${previous}.diff.tl`), formatDiff(older, { layer, lines }))
  rmSync(path)
}
const sources = join(schema, 'SOURCES.md')
const head = existsSync(sources) ? readFileSync(sources, 'utf8') : ''
writeFileSync(sources, `${head}| ${layer} | ${origin} | ${lines.length} | ${layerHash(lines)} |\n`)
