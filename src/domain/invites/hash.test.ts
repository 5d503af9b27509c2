import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashOfLink, isInviteHash, linkOf, maskedLinkOf } from './hash.ts'

const HASH = 'AbCdEfGh_-123456'

describe('an invite hash', () => {
  it.each([
    `https://t.me/+${HASH}`,
    `http://t.me/+${HASH}`,
    `t.me/+${HASH}`,
    `https://T.me/+${HASH}`,
    `https://t.me/joinchat/${HASH}`,
    `https://telegram.me/joinchat/${HASH}`,
    `https://telegram.dog/+${HASH}`,
    `https://t.me/ ${HASH}`,
    `https://t.me/%20${HASH}`,
    `https://t.me/+${HASH}?utm=1`,
    `tg://join?invite=${HASH}`,
    `tg:join?invite=${HASH}`,
    `  ${HASH} `,
  ])('is found in %j', (link) => {
    expect(hashOfLink(link)).toBe(HASH)
  })

  it.each([
    '',
    'https://t.me/username/5',
    'https://example.org/+AbCdEfGh_-123456',
    'https://t.me/+',
    'tg://resolve?domain=x',
    'a b',
  ])('is not found in %j', (link) => {
    expect(hashOfLink(link)).toBeUndefined()
  })

  it('comes out of the link that was made of it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w-]{16}$/), (hash) => {
        expect(hashOfLink(linkOf(hash))).toBe(hash)
        expect(isInviteHash(hash)).toBe(true)
      }),
    )
  })

  it('shows half of itself where it is masked', () => {
    expect(maskedLinkOf(HASH)).toBe('https://t.me/+AbCdEfGh...')
  })

  it.each(['short', 'x'.repeat(33), 'AbCdEfGh_-12345!'])('is not %j', (text) => {
    expect(isInviteHash(text)).toBe(false)
  })
})
