import { expect, it } from 'vitest'
import { isDataCentre } from './data-centre.ts'

it.each([1, 2, 5, 203, -4, 10_001, 10_002, -10_003])('takes %d for a data centre', (dc) => {
  expect(isDataCentre(dc)).toBe(true)
})

it.each([0, 1000, 9999, 10_000, 11_000, 32_767, -32_768, 2 ** 31 - 1, -(2 ** 31)])(
  'takes %d for none',
  (dc) => {
    expect(isDataCentre(dc)).toBe(false)
  },
)
