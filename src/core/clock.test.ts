import { describe, expect, it } from 'vitest'
import { createClock, LAST_SECOND } from './clock.ts'

describe('the clock', () => {
  it('moves up to its last second and not past it', () => {
    const moves: number[] = []
    const clock = createClock(0, (offset) => moves.push(offset))
    clock.freeze(LAST_SECOND - 10)
    expect(() => {
      clock.advance(11)
    }).toThrow(RangeError)
    clock.advance(10)
    expect(clock.now()).toBe(LAST_SECOND)
    expect(moves).toHaveLength(1)
  })

  it('stands still at its last second, wherever it was begun', () => {
    expect(createClock(2 ** 33).now()).toBe(LAST_SECOND)
  })

  it('is the wall clock again after a reset, however it was moved', () => {
    const offsets: number[] = []
    const clock = createClock(1000, (offset) => offsets.push(offset))
    clock.advance(500)
    clock.freeze(LAST_SECOND)
    clock.reset()
    expect(offsets).toEqual([1500, 0])
    expect(Math.abs(clock.now() - clock.wallMs() / 1000)).toBeLessThan(5)
  })
})
