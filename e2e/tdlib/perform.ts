import { mkdtempSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import * as tdl from 'tdl'
import { startServer, type LocalgramServer, type StartOptions } from '../../src/index.ts'
import { startWorld } from '../support/world.ts'
import { layCable } from './cable.ts'
import { TdlibClient, type ClientOptions } from './client.ts'
import { triedOutside } from './namespace.ts'
import { LOGS, type Outcome } from './outcome.ts'
import { patchedLibrary } from './patched-library.ts'
import type { Scenario, Stage } from './stage.ts'

/**
 * Starts a server with its world, loads TDLib, and plays a scenario. Everything is stopped again,
 * also after a failure: TDLib's threads must not outlive what they work with.
 *
 * @param directory of this run; the logs are left in it
 * @param verbosity of TDLib's log: 1 errors, 2 warnings, 3 everything that it sends and receives
 */
export async function perform(
  { play, server: options = {}, keepsData = false }: Scenario<unknown>,
  directory: string,
  verbosity: number,
): Promise<Outcome> {
  const { logTo, serverErrors } = serverLog(directory)
  const start: StartOptions = {
    ...options,
    ...(keepsData ? { data: join(directory, 'data') } : {}),
    logLevel: 'debug',
    logTo,
  }
  const world = await startWorld(start)
  let server: LocalgramServer = world.server
  const { port } = server
  loadTdlib(directory, server.publicKey, verbosity)
  const cable = await layCable(port)
  const clients = new Map<TdlibClient, ClientOptions>()
  const open = async (made: ClientOptions): Promise<TdlibClient> => {
    const client = await TdlibClient.create(made)
    clients.set(client, made)
    return client
  }
  const client: Stage['client'] = (way = {}) =>
    open({ directory: mkdtempSync(join(directory, 'client-')), port: cable.port, ...way })
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
    async reopen(old) {
      const made = clients.get(old)
      if (made === undefined) throw new Error('not a client of this stage')
      clients.delete(old)
      await old.close()
      const again = await open(made)
      await again.loginAgain()
      return again
    },
    async restart() {
      await server.stop()
      server = await startServer({ ...start, port })
    },
  }
  try {
    return { answer: await play(stage), triedOutside: triedOutside(), serverErrors }
  } finally {
    await Promise.all([...clients.keys()].map((one) => one.close()))
    cable.close()
    await server.stop()
  }
}

/** Keeps the server's log in a file, and what it says of its own bugs. */
function serverLog(directory: string) {
  const serverErrors: string[] = []
  const file = openSync(join(directory, LOGS.server), 'a')
  const logTo = {
    write(line: string) {
      writeSync(file, line)
      if (/^\{"level":[56]0,/.test(line)) serverErrors.push(line)
    },
  }
  return { logTo, serverErrors }
}

function loadTdlib(directory: string, publicKey: string, verbosity: number): void {
  tdl.configure({ tdjson: patchedLibrary(directory, publicKey), verbosityLevel: 'default' })
  const path = join(directory, LOGS.tdlib)
  tdl.execute({
    _: 'setLogStream',
    log_stream: { _: 'logStreamFile', path, max_file_size: 2 ** 30, redirect_stderr: false },
  })
  tdl.execute({ _: 'setLogVerbosityLevel', new_verbosity_level: verbosity })
}
