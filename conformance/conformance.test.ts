import { describe, expect, it } from 'vitest'
import { documentedErrors, NEVER_RAISED, whyNever } from './documented.ts'
import { inProcessGround } from './in-process.ts'
import { differences, EXCEPTIONS, Recorded } from './layer-matrix.ts'
import { trialsOf } from './row.ts'
import { CHAPTERS } from './rules/index.ts'
import { tour } from './tour.ts'
import { defineTrials } from './trials.ts'

const recorded = new Recorded()

describe('in process', () => {
  const refusals = defineTrials(trialsOf(CHAPTERS), (limits) => inProcessGround(limits, recorded))

  it('answers every documented error that has no reason for never being answered', () => {
    const missing = documentedErrors().filter((one) => !refusals.has(one) && !whyNever(one))
    expect(missing).toEqual([])
  })

  it('answers no error that is said to be never answered', () => {
    expect([...refusals].filter(whyNever)).toEqual([])
  })
})

describe('what the server says', () => {
  it('reaches a client of every layer whole, but for what that layer has no word for', async () => {
    await tour(recorded)
    const found = differences(recorded.all)
    const faults = [...found].filter(([name, layers]) => {
      const { until = 0 } = EXCEPTIONS[name] ?? {}
      return Math.max(...layers) >= until
    })
    expect(faults).toEqual([])
    // Fewer would mean that what is said is no longer recorded.
    expect(recorded.all.length).toBeGreaterThan(250)
  }, 120_000)
})

describe('the rows', () => {
  it('say each rule once', () => {
    const rules = CHAPTERS.flatMap(({ rows }) => rows.map((row) => row.rule))
    expect(rules.filter((rule, i) => rules.indexOf(rule) !== i)).toEqual([])
  })

  it('excuse documented errors only', () => {
    const documented = new Set(documentedErrors())
    const excuses = Object.keys(NEVER_RAISED).filter((one) => !one.startsWith('*'))
    expect(excuses.filter((one) => !documented.has(one))).toEqual([])
  })
})
