import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'

import {
  layerFor,
  linesOf,
  NEWEST_LAYER,
  OLDEST_LAYER,
  readSchema,
  storedLayers,
} from './layers.ts'

const ROW = /^\| (\d+) \| [^|]+ \| (\d+) \| ([0-9a-f]{64}) \|$/gm

describe('the stored layers', () => {
  const rows = [...readSchema('SOURCES.md').matchAll(ROW)].map(
    ([, layer, count, hash]) => [Number(layer), Number(count), hash] as const,
  )

  test('are those that SOURCES.md names', () => {
    expect(rows.map(([layer]) => layer)).toEqual(storedLayers())
    expect(storedLayers().at(0)).toBe(OLDEST_LAYER)
    expect(storedLayers().at(-1)).toBe(NEWEST_LAYER)
  })

  test.each(rows)('layer %i is rebuilt exactly as its source has it', (layer, count, hash) => {
    const { constructors, methods } = linesOf(layer)
    const texts = [
      ...[...constructors.values()].map((line) => `${line.text}\n`),
      ...[...methods.values()].map((line) => `method ${line.text}\n`),
    ].sort()
    expect(texts).toHaveLength(count)
    expect(createHash('sha256').update(texts.join('')).digest('hex')).toBe(hash)
  })

  test('that is not stored has no definitions', () => {
    expect(() => linesOf(159)).toThrow(RangeError)
  })
})

test.each([
  [198, 198, 'the same layer'],
  [159, 158, 'the nearest older one where there is no schema'],
  [226, 225, 'the nearest older one where there is no schema'],
  [300, NEWEST_LAYER, 'the newest for what lies beyond it'],
  [1, OLDEST_LAYER, 'the oldest for what lies before it'],
])('a client of layer %i is answered in %i: %s', (requested, answered) => {
  expect(layerFor(requested)).toBe(answered)
})
