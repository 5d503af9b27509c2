import { setImmediate } from 'node:timers'
import { describe, expect, it } from 'vitest'
import { Pace } from './pace.ts'

describe('the pace of work', () => {
  it('lets a turn of the event loop do its share, and keeps the order', async () => {
    const pace = new Pace(100)
    const done: number[] = []
    const perTurn: number[] = []
    let goesOn = true
    const tick = (): void => {
      perTurn.push(done.length)
      if (goesOn) setImmediate(tick)
    }
    setImmediate(tick)
    const work = async (i: number): Promise<void> => {
      const turn = pace.ready()
      if (turn) await turn
      done.push(i)
      pace.spend(40)
    }
    await Promise.all(Array.from({ length: 30 }, (_, i) => work(i)))
    goesOn = false
    expect(done).toEqual(Array.from({ length: 30 }, (_, i) => i))
    const steps = perTurn.map((count, i) => count - (perTurn[i - 1] ?? 0))
    expect(Math.max(...steps)).toBe(3)
  })

  it('does at once what fits, and more than a share where it is one piece', () => {
    const pace = new Pace(100)
    expect(pace.ready()).toBeUndefined()
    pace.spend(99)
    expect(pace.ready()).toBeUndefined()
    pace.spend(1000)
    expect(pace.ready()).toBeInstanceOf(Promise)
  })

  it('goes on where a piece of work was given up', async () => {
    const pace = new Pace(100)
    pace.spend(100)
    const first = pace.ready()
    const second = pace.ready()
    // The first never says that it is done.
    await first
    await second
  })
})
