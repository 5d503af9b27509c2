import fc from 'fast-check'
import { describe, it } from 'vitest'
import { CHAT_KINDS } from './chat-kinds.ts'
import { draws } from './kinds.ts'
import { LINK_KINDS } from './link-kinds.ts'
import { MEMBER_KINDS } from './member-kinds.ts'
import { checkRows } from './rows.ts'
import type { Model } from './state.ts'
import { checkEverything, comeBack, Event, goAway, mark, Step } from './step.ts'
import { ACCOUNTS, createWorld, type Real } from './world.ts'

/*
 * Runs of CI are the same each time, but for those of one seed that is new each time; a failure prints
 * its seed and path. For a longer search: MODEL_SECONDS=600 npx vitest run test/model; MODEL_SEED
 * repeats a seed.
 */
const FIXED_SEED = 20_260_714
const RUNS = 12
const COMMANDS = 60
const seconds = Number(process.env.MODEL_SECONDS ?? 0)
const given = process.env.MODEL_SEED

/** The guard bot's time is over for the oldest call that waits. */
async function tooLate(m: Model, real: Real): Promise<void> {
  const waiting = m.waiting[0]
  const query = waiting?.chat.requests.get(waiting.user)?.query
  if (!waiting || !query) return
  // What the timer of the call does, without its ten seconds.
  await real.rpc.unit(async (u) => u.events.push({ to: 'joinQuery', queryId: query.id }))
  waiting.late = true
  const request = waiting.chat.requests.get(waiting.user)
  if (request) request.query = undefined
  await waiting.answer
}

const advance = fc.constantFrom(1, 40, 100, 6000, 400_000).map(
  (time) =>
    new Event(`advance(${time})`, async (m, real) => {
      real.rpc.clock.advance(time)
      m.now += time
    }),
)

const accounts = fc.nat({ max: ACCOUNTS - 1 })
const events = [
  advance,
  advance,
  fc.constant(new Event('tooLate', tooLate)),
  accounts.map((n) => new Event(`away(${n})`, async (m, real) => goAway(m, real, n))),
  accounts.map((n) => new Event(`back(${n})`, (m, real) => comeBack(m, real, n))),
]

const steps = Object.entries({ ...LINK_KINDS, ...MEMBER_KINDS, ...CHAT_KINDS }).flatMap(
  ([name, [weight, kind]]) => Array(weight).fill(draws.map((draw) => new Step(name, kind, draw))),
) as fc.Arbitrary<Step>[]

/** A random walk from a new world. */
async function walk(commands: Iterable<fc.AsyncCommand<Model, Real>>): Promise<void> {
  const { model, real } = await createWorld()
  try {
    real.at = await checkRows(real, model)
    for (let n = 0; n < ACCOUNTS; n++) mark(model, real, n)
    await fc.asyncModelRun(() => ({ model, real }), commands)
    await checkEverything(model, real)
  } finally {
    while (model.waiting.length > 0) {
      await tooLate(model, real)
      model.waiting.shift()
    }
    await real.rpc.close()
  }
}

const property = fc.asyncProperty(
  fc.commands([...steps, ...events], { maxCommands: COMMANDS, size: 'max' }),
  walk,
)

describe('whatever admins, members and bots do', () => {
  it('the server does what the model says, and tells everybody what is his business', async () => {
    if (seconds > 0) {
      const interruptAfterTimeLimit = seconds * 1000
      await fc.assert(property, { numRuns: Infinity, interruptAfterTimeLimit })
    } else if (given !== undefined) {
      await fc.assert(property, { numRuns: RUNS, seed: Number(given) })
    } else {
      await fc.assert(property, { numRuns: RUNS, seed: FIXED_SEED })
      await fc.assert(property, { numRuns: 1 })
    }
    for (const [k, v] of [...(globalThis as any).stats].sort()) console.log(v, k) // STATS
  }, Math.max(60_000, seconds * 2000))
})
