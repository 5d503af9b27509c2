import { checkPrimeSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../core/random.ts'
import type { Random } from '../../core/random.ts'
import { generatePq } from './pq.ts'

describe('generatePq', () => {
  it('gives two different primes of exactly 4 bytes, the smaller one first, and their product', () => {
    for (let i = 0; i < 200; i++) {
      const { pq, p, q } = generatePq(systemRandom)
      const [first, second] = [p.readUInt32BE(0), q.readUInt32BE(0)]
      expect([p.length, q.length, pq.length]).toEqual([4, 4, 8])
      expect(checkPrimeSync(BigInt(first)) && checkPrimeSync(BigInt(second))).toBe(true)
      expect(first).toBeLessThan(second)
      expect(first).toBeGreaterThanOrEqual(2 ** 30)
      expect(second).toBeLessThan(2 ** 31)
      expect(pq.readBigInt64BE(0)).toBe(BigInt(first) * BigInt(second))
    }
  })

  it('never takes one prime twice, however the chance falls', () => {
    // 2^30 + 3 and 2^30 + 7 are the first primes from there on.
    const draws = [1, 1, 0, 1, 3]
    const random: Random = {
      ...systemRandom,
      int: () => draws.shift() ?? systemRandom.int(2 ** 30),
    }
    const { p, q } = generatePq(random)
    expect([p.readUInt32BE(0), q.readUInt32BE(0)]).toEqual([2 ** 30 + 3, 2 ** 30 + 7])
  })
})
