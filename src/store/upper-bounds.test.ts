import { beforeEach, describe, expect, it } from 'vitest'
import { UpperBounds } from './upper-bounds.ts'

let rows: number
let counted: number
let bounds: UpperBounds
const count = async (): Promise<number> => {
  counted++
  return rows
}
const insert = (): void => {
  bounds.added('a')
  rows++
}

beforeEach(() => {
  rows = 0
  counted = 0
  bounds = new UpperBounds()
})

describe('upper bounds', () => {
  it('hold a limit exactly, having counted only at first and at the limit', async () => {
    rows = 3
    let inserted = 0
    while (await bounds.isBelow('a', 10, count)) {
      insert()
      inserted++
    }
    expect({ rows, inserted, counted }).toEqual({ rows: 10, inserted: 7, counted: 2 })
  })

  it('find the room that deleted rows left', async () => {
    rows = 9
    expect(await bounds.isBelow('a', 10, count)).toBe(true)
    insert()
    expect(await bounds.isBelow('a', 10, count)).toBe(false)
    rows = 4
    expect(await bounds.isBelow('a', 10, count)).toBe(true)
  })

  it('are of one key each, and are forgotten on clear', async () => {
    await bounds.isBelow('a', 10, count)
    rows = 10
    expect(await bounds.isBelow('b', 10, count)).toBe(false)
    bounds.clear()
    expect(await bounds.isBelow('a', 10, count)).toBe(false)
  })
})
