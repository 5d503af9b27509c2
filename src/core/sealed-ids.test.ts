import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemRandom } from './random.ts'
import { createSealedIds, SEALED_ID_MAX } from './sealed-ids.ts'

const KEY = systemRandom.bytes(32)
const ids = createSealedIds(KEY, 1)
const anyId = fc.integer({ min: 0, max: SEALED_ID_MAX })
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** What share of the bits of two texts differ. */
function difference(a: string, b: string): number {
  const [x, y] = [Buffer.from(a, 'base64url'), Buffer.from(b, 'base64url')]
  const bits = [...x].map((byte, i) => byte ^ (y[i] ?? 0)).map((byte) => byte.toString(2))
  return bits.join('').replaceAll('0', '').length / (x.length * 8)
}

describe('a sealed id', () => {
  it('is 16 base64url characters that give the id back, whichever it is', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        const text = ids.seal(id)
        expect(text).toMatch(/^[\w-]{16}$/)
        expect(ids.unseal(text)).toBe(id)
        expect(ids.seal(id)).toBe(text)
      }),
    )
    for (const id of [0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, SEALED_ID_MAX])
      expect(ids.unseal(ids.seal(id))).toBe(id)
  })

  it('is refused past what fits', () => {
    for (const id of [-1, 0.5, SEALED_ID_MAX + 1, NaN])
      expect(() => ids.seal(id)).toThrow('out of range')
  })

  it('looks like no other, its neighbours least of all', () => {
    const texts = Array.from({ length: 4096 }, (_, id) => ids.seal(id))
    for (const part of [(text: string) => text.slice(0, 8), (text: string) => text.slice(8)])
      expect(new Set(texts.map(part)).size).toBe(texts.length)
    const steps = texts.slice(1).map((text, i) => difference(text, texts[i] ?? ''))
    const mean = steps.reduce((sum, one) => sum + one, 0) / steps.length
    expect(mean).toBeGreaterThan(0.49)
    expect(mean).toBeLessThan(0.51)
    // Every letter is at every place: 64 of each are expected.
    for (let at = 0; at < 16; at++) {
      const counts = Map.groupBy(texts, (text) => text[at])
      expect(counts.size).toBe(64)
      for (const [, found] of counts) expect(Math.abs(found.length - 64)).toBeLessThan(64)
    }
  })

  it('is of no use when one character of it is another', () => {
    const text = ids.seal(7)
    for (let at = 0; at < text.length; at++) {
      for (const letter of LETTERS) {
        if (letter === text[at]) continue
        expect(ids.unseal(text.slice(0, at) + letter + text.slice(at + 1))).toBeUndefined()
      }
    }
  })

  it('cannot be put together of others', () => {
    const [a, b] = [1, 2].map((id) => Buffer.from(ids.seal(id), 'base64url'))
    const mixed = Buffer.concat([a?.subarray(0, 7) ?? '', b?.subarray(7) ?? ''].map(Buffer.from))
    expect(ids.unseal(mixed.toString('base64url'))).toBeUndefined()
  })

  it('is of no use to another server, nor for another kind', () => {
    const others = [createSealedIds(systemRandom.bytes(32), 1), createSealedIds(KEY, 2)]
    for (const other of others) {
      for (let id = 0; id < 100; id++) {
        expect(other.seal(id)).not.toBe(ids.seal(id))
        expect(other.unseal(ids.seal(id))).toBeUndefined()
      }
    }
    expect(createSealedIds(KEY, 1).unseal(ids.seal(5))).toBe(5)
  })

  it('is never what does not fit, such as a text of digits', () => {
    // All digits is one of 10^13; with a digit in front is one of six.
    const digitFirst = /^\d/
    const picky = createSealedIds(KEY, 1, (text) => !digitFirst.test(text))
    let changed = 0
    for (let id = 0; id < 500; id++) {
      const text = picky.seal(id)
      expect(text).not.toMatch(digitFirst)
      expect(picky.unseal(text)).toBe(id)
      if (text === ids.seal(id)) continue
      changed++
      // What it would have been leads nowhere.
      expect(picky.unseal(ids.seal(id))).toBeUndefined()
    }
    expect(changed).toBeGreaterThan(0)
  })

  it.each([
    '',
    'short',
    '1234567890123456',
    'AbCdEfGh_-12345!',
    'x'.repeat(17),
    'AbCdEfGh+/123456',
  ])('is not %j', (text) => {
    expect(ids.unseal(text)).toBeUndefined()
  })
})
