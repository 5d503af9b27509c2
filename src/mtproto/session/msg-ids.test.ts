import { describe, expect, it } from 'vitest'
import { TestClock } from './conformance/world.ts'
import { createMsgIdSource, msgIdAt, msgIdSeconds } from './msg-ids.ts'

describe('message identifiers', () => {
  it('carry the time in their upper half and its fraction in the lower', () => {
    expect(msgIdAt(1_700_000_000_500)).toBe((1_700_000_000n << 32n) + 0x8000_0000n)
    expect(msgIdSeconds(msgIdAt(1_700_000_000_999))).toBe(1_700_000_000)
    expect(msgIdAt(1_700_000_000_001) % 4n).toBe(0n)
  })

  it('tell answers from notices and rise strictly, also within one millisecond', () => {
    const clock = new TestClock()
    const ids = createMsgIdSource(clock)
    let last = 0n
    for (let count = 0; count < 5000; count++) {
      const id = count % 3 === 0 ? ids.notice() : ids.answer()
      expect(id % 4n).toBe(count % 3 === 0 ? 3n : 1n)
      expect(id).toBeGreaterThan(last)
      last = id
      if (count % 100 === 0) clock.ms++
    }
    expect(msgIdSeconds(last)).toBe(clock.now())
  })

  it('go on rising when the wall clock goes back', () => {
    const clock = new TestClock()
    const ids = createMsgIdSource(clock)
    const before = ids.answer()
    clock.ms -= 60_000
    expect(ids.answer()).toBeGreaterThan(before)
    clock.ms += 120_000
    expect(msgIdSeconds(ids.answer())).toBe(clock.now())
  })

  it('take negative numbers for times far ahead', () => {
    expect(msgIdSeconds(-4n)).toBe(0xffff_ffff)
  })
})
