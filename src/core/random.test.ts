import { describe, expect, it } from 'vitest'
import { systemRandom } from './random.ts'

describe('random bytes', () => {
  it('are as many as asked for, on both sides of what the pool gives out', () => {
    for (const length of [0, 1, 12, 64, 65, 5000]) {
      expect(systemRandom.bytes(length)).toHaveLength(length)
    }
  })

  it('are never given out twice, also over the ends of many pools', () => {
    const pieces = Array.from({ length: 5000 }, () => systemRandom.bytes(12).toString('hex'))
    expect(new Set(pieces).size).toBe(pieces.length)
  })

  it('are not changed by who got the bytes before', () => {
    const piece = systemRandom.bytes(16)
    const before = piece.toString('hex')
    for (let i = 0; i < 1000; i++) systemRandom.bytes(16).fill(0)
    expect(piece.toString('hex')).toBe(before)
  })
})
