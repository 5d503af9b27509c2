import { enterLoopback } from './namespace.ts'
import type { Scenario } from './stage.ts'

/*
 * Plays one scenario with TDLib and prints what came out as one line of JSON; the logs of TDLib and of
 * the server are left in the directory. It must be started in a network namespace of its own:
 *
 *     unshare -n node e2e/tdlib/run.ts <scenario> <directory> [<TDLib's verbosity, 2>]
 */

enterLoopback()
// Nothing of TDLib is loaded before.
const { perform } = await import('./perform.ts')
const { SCENARIOS } = await import('./scenarios/index.ts')

const [, , name = '', directory = '', verbosity = '2'] = process.argv
const scenario = new Map<string, Scenario<unknown>>(Object.entries(SCENARIOS)).get(name)
if (scenario === undefined || directory === '') {
  throw new Error(`usage: run.ts <${Object.keys(SCENARIOS).join('|')}> <directory> [<verbosity>]`)
}
const outcome = await perform(scenario, directory, Number(verbosity))
process.stdout.write(`${JSON.stringify(outcome)}\n`, () => {
  // tdl keeps a thread that waits for updates.
  process.exit(0)
})
