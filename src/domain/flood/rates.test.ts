import { expect, it } from 'vitest'
import { createRates } from './rates.ts'

it('lets through as many as the bound in each window, for each key on its own', () => {
  const rates = createRates({ times: 2, seconds: 60, keys: 10 })
  expect([rates.take('a', 100), rates.take('a', 110)]).toEqual([0, 0])
  expect(rates.take('a', 130)).toBe(30)
  expect(rates.take('b', 130)).toBe(0)
  expect(rates.take('a', 159)).toBe(1)
  expect(rates.take('a', 160)).toBe(0)
})

it('knows no bound of 0', () => {
  const rates = createRates({ times: 0, seconds: 60, keys: 10 })
  expect(Array.from({ length: 100 }, () => rates.take('a', 1))).toEqual(Array(100).fill(0))
})

it('forgets the oldest window for a new key, and everything when told', () => {
  const rates = createRates({ times: 1, seconds: 60, keys: 2 })
  for (const key of ['a', 'b', 'c']) rates.take(key, 1)
  expect(rates.take('c', 2)).toBe(59)
  expect(rates.take('a', 2)).toBe(0)
  rates.clear()
  expect(rates.take('c', 2)).toBe(0)
})

it('does not make anybody wait because a clock was set back', () => {
  const rates = createRates({ times: 1, seconds: 60, keys: 2 })
  rates.take('a', 1000)
  expect(rates.take('a', 10)).toBe(0)
})
