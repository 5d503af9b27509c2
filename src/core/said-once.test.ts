import { expect, it } from 'vitest'
import { SaidOnce } from './said-once.ts'

it('says everything once and forgets nothing', () => {
  const said = new SaidOnce()
  expect([said.isNew('a'), said.isNew('b'), said.isNew('a'), said.isNew('b')]).toEqual([
    true,
    true,
    false,
    false,
  ])
})

it('falls silent where there is no end to what is new', () => {
  const said = new SaidOnce()
  const news = Array.from({ length: 5000 }, (_, i) => said.isNew(String(i)))
  expect(news.filter(Boolean)).toHaveLength(1000)
  expect(said.isNew('0')).toBe(false)
})
