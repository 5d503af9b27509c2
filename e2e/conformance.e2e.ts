import { describe, expect, it } from 'vitest'
import { trialsOf, whyNotOnWire, WIRE_LAYER } from '../conformance/row.ts'
import { CHAPTERS } from '../conformance/rules/index.ts'
import { defineTrials } from '../conformance/trials.ts'
import { MTCUTE_LAYER, mtcuteGround } from './support/mtcute-ground.ts'

describe('the rules of invite links, over the wire by mtcute', () => {
  const all = trialsOf(CHAPTERS)
  const trials = all.filter(({ row }) => whyNotOnWire(row) === undefined)
  console.log(`${all.length - trials.length} of ${all.length} trials run in process only`)
  defineTrials(trials, mtcuteGround)

  it('are tried in the layer that their page names', () => {
    expect(MTCUTE_LAYER).toBe(WIRE_LAYER)
  })
})
