import { expect, test } from 'vitest'

import { formatDiff, formatLayer, layerHash, readRaw } from './layer-files.ts'

const older = {
  layer: 1,
  lines: readRaw(`int ? = Int;
userEmpty#1 id:int = User;
user#2 id:int = User;
---functions---
users.get#3 id:int = User;
test.useConfigSimple = help.ConfigSimple;
`),
}
const newer = {
  layer: 2,
  lines: readRaw(`userEmpty#1 id:int = User;
user#4 id:long = User;
userFull#5 = UserFull;
---functions---
users.get#6 id:long = User;
`),
}

test('a layer is written as what changes in the next newer one', () => {
  expect(formatDiff(older, newer)).toBe(`// layer 1, as the difference from layer 2

- user#4
+ user#2 id:int = User;
- userFull#5

---functions---

- users.get#6
+ users.get#3 id:int = User;
`)
})

test('what is private to a source is left out', () => {
  expect(older.lines.map((line) => line.name)).toEqual(['userEmpty', 'user', 'users.get'])
})

test('a layer has one hash whatever the order of its definitions', () => {
  expect(layerHash(older.lines)).toBe(layerHash([...older.lines].reverse()))
  expect(layerHash(readRaw(formatLayer(1, older.lines)))).toBe(layerHash(older.lines))
  expect(layerHash(newer.lines)).not.toBe(layerHash(older.lines))
})
