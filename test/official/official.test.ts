import { isDeepStrictEqual } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { CORRECTIONS, type Correction } from './corrections.ts'
import type { Json } from './json.ts'
import { RECORDED, type Recorded } from './recorded.ts'
import { tellStory } from './story/tell-story.ts'
import { createTeller, type Told } from './teller.ts'
import { WAITING } from './waiting.ts'
import { openOfficialWorld } from './world.ts'

let told: readonly Told[]

beforeAll(async () => {
  const world = await openOfficialWorld()
  const teller = await createTeller(world)
  await tellStory(teller).finally(() => world.close())
  told = teller.told
})

/** What the official server would have answered, had it spoken to Telegram. */
function rightAnswer({ name, official }: Recorded, corrections = CORRECTIONS): Json {
  return corrections
    .filter(({ calls }) => calls === 'all' || calls.includes(name))
    .reduce((answer, { right }) => right(answer), official)
}

describe('the official JSON', () => {
  it.for(RECORDED.map((recorded, i) => ({ ...recorded, i })))('$name: $method', (recorded) => {
    const { name, method, i } = recorded
    expect(told[i]).toMatchObject({ name, method })
    if (WAITING.has(name)) {
      expect(told[i]?.answer, 'it is right now: take it off WAITING').not.toEqual(
        rightAnswer(recorded),
      )
    } else {
      expect(told[i]?.answer).toEqual(rightAnswer(recorded))
    }
  })

  it('is asked for in the calls of the record and no others', () => {
    expect(told.map((one) => one.name)).toEqual(RECORDED.map((one) => one.name))
    expect(new Set(RECORDED.map((one) => one.name)).size).toBe(RECORDED.length)
  })

  it('has no correction that is not needed', () => {
    for (const correction of CORRECTIONS) {
      const needed = RECORDED.filter((one, i) => isNeeded(correction, one, told[i]?.answer))
      const names = needed.map((one) => one.name)
      if (correction.calls === 'all') expect(names, correction.why).not.toEqual([])
      else expect(names.sort()).toEqual([...correction.calls].sort())
    }
  })

  it('waits for calls that there are', () => {
    const names = new Set(RECORDED.map((one) => one.name))
    expect([...WAITING.keys()].filter((name) => !names.has(name))).toEqual([])
  })
})

/** Whether the answer would be another one than came, were it not for the correction. */
function isNeeded(correction: Correction, recorded: Recorded, came: Json | undefined): boolean {
  const others = CORRECTIONS.filter((one) => one !== correction)
  const without = rightAnswer(recorded, others)
  const changes = !isDeepStrictEqual(without, rightAnswer(recorded))
  return changes && !isDeepStrictEqual(without, came)
}
