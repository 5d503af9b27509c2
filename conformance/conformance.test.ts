import { describe, expect, it } from 'vitest'
import { documentedErrors, NEVER_RAISED, whyNever } from './documented.ts'
import { inProcessGround } from './in-process.ts'
import { trialsOf } from './row.ts'
import { CHAPTERS } from './rules/index.ts'
import { defineTrials } from './trials.ts'

describe('in process', () => {
  const refusals = defineTrials(trialsOf(CHAPTERS), inProcessGround)

  it('answers every documented error that has no reason for never being answered', () => {
    const missing = documentedErrors().filter((one) => !refusals.has(one) && !whyNever(one))
    expect(missing).toEqual([])
  })

  it('answers no error that is said to be never answered', () => {
    expect([...refusals].filter(whyNever)).toEqual([])
  })
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
