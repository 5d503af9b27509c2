import { openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import * as tdl from 'tdl'
import { startWorld } from '../support/world.ts'
import { layCable } from './cable.ts'
import { TdlibClient, type ClientOptions } from './client.ts'
import { enterLoopback, triedOutside } from './namespace.ts'
import { patchedLibrary } from './patched-library.ts'
import { SCENARIOS } from './scenarios/index.ts'
import type { Scenario, Stage } from './stage.ts'

/**
 * Plays one scenario with TDLib and prints what came out as one line of JSON. The logs of
 * TDLib and of the server are left in the directory that the second argument names.
 *
 *     unshare -n node e2e/tdlib/run.ts <scenario> <directory> [<TDLib's verbosity, 2>]
 */

/** What a run prints. */
export interface Outcome {
  readonly answer: unknown
  /** Connections and packets to addresses outside of the machine that were tried. */
  readonly triedOutside: number
  /** What the server logged as errors: its own bugs. */
  readonly serverErrors: readonly string[]
}

enterLoopback()
const [, , name = '', directory = '', verbosity = '2'] = process.argv
const scenario = new Map<string, Scenario<unknown>>(Object.entries(SCENARIOS)).get(name)
if (scenario === undefined || directory === '') {
  throw new Error(`usage: run.ts <${Object.keys(SCENARIOS).join('|')}> <directory> [<verbosity>]`)
}
process.stdout.write(`${JSON.stringify(await run(scenario))}\n`)
// tdl keeps a thread that waits for updates.
process.exit(0)

async function run({ server, play }: Scenario<unknown>): Promise<Outcome> {
  const serverErrors: string[] = []
  const serverLog = openSync(join(directory, 'server.log'), 'a')
  const logTo = {
    write(line: string) {
      writeSync(serverLog, line)
      if (/^\{"level":[56]0,/.test(line)) serverErrors.push(line)
    },
  }
  await using world = await startWorld({ ...server, logLevel: 'debug', logTo })
  loadTdlib(world.server.publicKey)
  const cable = await layCable(world.server.port)
  const clients: TdlibClient[] = []
  const client = async (options: Partial<ClientOptions> = {}): Promise<TdlibClient> => {
    const made = await TdlibClient.create({ directory, port: cable.port, ...options })
    clients.push(made)
    return made
  }
  const stage: Stage = {
    world,
    cable,
    client,
    async user(phone) {
      const made = await client()
      await made.loginUser(phone)
      return made
    },
    async bot(token) {
      const made = await client()
      await made.loginBot(token)
      return made
    },
  }
  let answer: unknown
  try {
    answer = await play(stage)
  } finally {
    // Also after a failure: TDLib's threads must not outlive what they work with.
    await Promise.all(clients.map((one) => one.close()))
    cable.close()
  }
  return { answer, triedOutside: triedOutside(), serverErrors }
}

function loadTdlib(publicKey: string): void {
  tdl.configure({ tdjson: patchedLibrary(directory, publicKey), verbosityLevel: 'default' })
  const path = join(directory, 'tdlib.log')
  tdl.execute({
    _: 'setLogStream',
    log_stream: { _: 'logStreamFile', path, max_file_size: 2 ** 30, redirect_stderr: false },
  })
  tdl.execute({ _: 'setLogVerbosityLevel', new_verbosity_level: Number(verbosity) })
}
