import fc from 'fast-check'
import { expect, it } from 'vitest'
import { linkOfSlug, slugOfLink } from './slug.ts'

const slug = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/)

it('finds the slug in every form of a link', () => {
  fc.assert(
    fc.property(
      slug,
      fc.constantFrom(
        (text: string) => text,
        linkOfSlug,
        (text: string) => ` t.me/addlist/${text} `,
        (text: string) => `http://telegram.me/addlist/${text}?a=b#c`,
        (text: string) => `https://telegram.dog/addlist/${text}/`,
        (text: string) => `tg://addlist?slug=${text}`,
        (text: string) => `tg:addlist?x=y&slug=${text}&z=1`,
      ),
      (text, link) => {
        expect(slugOfLink(link(text))).toBe(text)
      },
    ),
  )
})

it('leaves alone what is no link to a folder', () => {
  expect(slugOfLink('https://t.me/+AbCdEfGhIjKlMnOp')).toBe('https://t.me/+AbCdEfGhIjKlMnOp')
  expect(slugOfLink('')).toBe('')
})
