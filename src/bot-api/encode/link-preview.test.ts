import { expect, it } from 'vitest'
import { encodeLinkPreview } from './link-preview.ts'

it.each([
  ['https://example.org', true],
  ['example.org/page', true],
  ['example.org?page', true],
  ['ftp://example.org/page', true],
  ['example.org', false],
  ['a.b/', false],
  ['tg://resolve?domain=a', false],
  ['TONSITE://example.ton', false],
])('%s in a text would have a preview: %j', (url, would) => {
  const entity = { kind: 'url', offset: 4, length: url.length } as const
  const told = encodeLinkPreview(`see ${url}`, [entity])
  expect(told).toEqual(would ? { is_disabled: true } : undefined)
})

it.each([
  ['https://example.org/', true],
  ['tg://user?id=5', false],
])('words that lead to %s would have a preview: %j', (url, would) => {
  const bold = { kind: 'bold', offset: 0, length: 3 } as const
  const link = { kind: 'textUrl', offset: 0, length: 3, url } as const
  expect(encodeLinkPreview('see', [bold, link])).toEqual(would ? { is_disabled: true } : undefined)
})
