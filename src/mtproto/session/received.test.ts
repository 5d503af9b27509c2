import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReceivedWindow } from './received.ts'

describe('the window of received messages', () => {
  it('forgets the lowest identifier, in whatever order they came', () => {
    const window = new ReceivedWindow(3)
    for (const id of [50n, 10n, 30n, 20n]) window.add(id, 1)
    expect([10n, 20n, 30n, 50n].map((id) => window.get(id)?.msgId)).toEqual([
      undefined,
      20n,
      30n,
      50n,
    ])
    expect([9n, 10n, 11n].map((id) => window.tooOld(id))).toEqual([true, true, false])
  })

  it('tells forgotten, missing, coming and received messages apart', () => {
    const window = new ReceivedWindow(2)
    expect(window.statusOf(5n)).toBe(3)
    for (const id of [10n, 20n, 40n]) window.add(id, 1)
    expect([10n, 30n, 50n, 40n].map((id) => window.statusOf(id))).toEqual([1, 2, 3, 4])
  })

  it('forgets what is over when it is asked to, up to the first that is not', () => {
    const window = new ReceivedWindow(10)
    const states = ['finished', 'service', 'lost', 'answered', 'finished'] as const
    states.forEach((state, i) => (window.add(BigInt(10 * (i + 1)), 0).state = state))
    window.forgetFinished()
    expect(window.size).toBe(2)
    expect([10n, 30n, 31n].map((id) => window.tooOld(id))).toEqual([true, true, false])
    expect([40n, 50n].map((id) => window.get(id)?.state)).toEqual(['answered', 'finished'])
    window.add(35n, 1)
    expect(window.size).toBe(3)
  })

  it('agrees with a plain sorted list', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.bigInt({ min: 0n, max: 5000n }), { maxLength: 300 }), (ids) => {
        const window = new ReceivedWindow(16)
        let kept: bigint[] = []
        for (const id of ids) {
          if (window.tooOld(id)) continue
          const entry = window.add(id, 1)
          if (id % 3n === 0n) entry.state = 'finished'
          window.settle(entry)
          kept = [...kept, id].sort((a, b) => Number(a - b)).slice(-16)
        }
        for (const id of ids) expect(window.get(id)?.msgId).toBe(kept.includes(id) ? id : undefined)
      }),
    )
  })

  it('tells of a message that is over what it was, also after others came below it', () => {
    const window = new ReceivedWindow(10)
    const finished = window.add(30n, 7)
    finished.state = 'finished'
    finished.acknowledged = true
    const running = window.add(40n, 3)
    running.state = 'running'
    for (const entry of [finished, running, window.add(50n, 8)]) window.settle(entry)
    window.add(10n, 1)
    expect(window.get(30n)).toEqual(finished)
    expect(window.get(50n)).toMatchObject({ seqno: 8, state: 'service', acknowledged: false })
    expect(window.get(40n)).toBe(running)
  })

  it('stays correct over thousands of messages', () => {
    const window = new ReceivedWindow(10)
    for (let id = 0n; id < 5000n; id++) window.add(id, 1)
    expect(window.tooOld(4989n)).toBe(true)
    expect(window.get(4990n)).toBeDefined()
    expect(window.statusOf(4999n)).toBe(4)
  })
})
