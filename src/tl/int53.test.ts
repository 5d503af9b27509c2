import { expect, test } from 'vitest'

import { INT53_FIELDS } from './int53.ts'
import { everyLine } from './layers.ts'
import { parseFields, type TlType } from './schema.ts'

function leaf(type: TlType): string {
  return type.kind === 'vector' ? leaf(type.item) : type.kind
}

const longs = [...everyLine()].flatMap((line) =>
  parseFields(line)
    .filter((field) => leaf(field.type) === 'long')
    .flatMap((field) => [field.name, `${line.name}.${field.name}`]),
)

test('every entry of the table names a long of some layer', () => {
  const known = new Set(longs)
  expect([...INT53_FIELDS].filter((name) => !known.has(name))).toEqual([])
})

test('every field that ends like an id of a user or chat is a number', () => {
  const peerIds = longs.filter((name) =>
    /^(\w+_)?(user|chat|channel|bot|admin|inviter)_id$/.test(name),
  )
  expect(peerIds.filter((name) => !INT53_FIELDS.has(name))).toEqual([])
})
