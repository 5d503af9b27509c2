import { afterAll, expect, it } from 'vitest'
import type { Limits } from '../src/core/limits.ts'
import type { Ground } from './ground.ts'
import { titleOf, type Trial } from './row.ts'
import { Scenario } from './scenario.ts'

/**
 * Makes a test of every trial. Rows with the same limits share a ground; each has people and chats of
 * its own.
 *
 * @returns every error that a call ended with, once the tests ran
 */
export function defineTrials(
  trials: readonly Trial[],
  open: (limits: Partial<Limits>) => Promise<Ground>,
): ReadonlySet<string> {
  const refusals = new Set<string>()
  const grounds = new Map<string, Promise<Ground>>()
  const groundOf = (limits: Partial<Limits> = {}): Promise<Ground> => {
    const key = JSON.stringify(limits)
    const ground = grounds.get(key) ?? open(limits)
    grounds.set(key, ground)
    return ground
  }
  afterAll(async () => {
    for (const opened of await Promise.allSettled(grounds.values())) {
      if (opened.status === 'fulfilled') await opened.value.close()
    }
  })
  for (const trial of trials) {
    it(titleOf(trial), async () => {
      const ground = await groundOf(trial.row.limits)
      const scenario = new Scenario(ground, trial, { expect, refusals })
      try {
        await trial.row.run(scenario)
      } finally {
        await scenario.end()
      }
    })
  }
  return refusals
}
