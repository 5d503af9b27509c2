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
 * The runs of CI are the same each time, but for those of a seed that is new each time. A longer search:
 * MODEL_SECONDS=600 npx vitest run test/model. A failure prints its seed and path; MODEL_SEED with
 * MODEL_PATH, the path's first number, walks that walk again.
 */
const FIXED_SEED = 20_260_714
const RUNS = 10
const FRESH_RUNS = 3
const COMMANDS = 100
/** For shrinking a failure as well, so that it is printed before the test's own time is over. */
const TIME_LIMIT_MS = 25_000
const seconds = Number(process.env.MODEL_SECONDS ?? 0)
const seed = process.env.MODEL_SEED
const path = process.env.MODEL_PATH

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
  ([name, [weight, kind]]) =>
    Array.from({ length: weight }, () => draws.map((draw) => new Step(name, kind, draw))),
)

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
  it(
    'the server does what the model says, and tells all accounts what concerns them',
    async () => {
      if (seconds > 0) {
        const interruptAfterTimeLimit = seconds * 1000
        await fc.assert(property, { numRuns: Infinity, interruptAfterTimeLimit })
      } else if (seed !== undefined) {
        const again = path === undefined ? {} : { path }
        await fc.assert(property, { numRuns: RUNS, seed: Number(seed), ...again })
      } else {
        const interruptAfterTimeLimit = TIME_LIMIT_MS
        await fc.assert(property, { numRuns: RUNS, seed: FIXED_SEED, interruptAfterTimeLimit })
        await fc.assert(property, { numRuns: FRESH_RUNS, interruptAfterTimeLimit })
      }
    },
    Math.max(60_000, seconds * 2000),
  )
})
