import { expect, it } from 'vitest'
import { BOT_API_METHODS } from '../src/bot-api/methods/index.ts'
import { textOf } from './tree.ts'

it('docs/clients/bot-api.md names every method that is there, and no other', () => {
  const page = textOf('docs/clients/bot-api.md')
  const [, section = ''] = page.split('\n## Methods\n')
  const [list = ''] = section.split('\nAny other method')
  const named = [...list.matchAll(/`(\w+)`/g)].map(([, name]) => name)
  const there = [...BOT_API_METHODS.values()].map(({ name }) => name)
  expect(named.sort()).toEqual(there.sort())
})
