import { logIn, openSession } from './requests.ts'
import type { MtprotoClient } from './mtproto-client.ts'
import { ServerProcess, withDirectory } from './server-process.ts'

/** How long localgram takes to start: milliseconds from the spawn to its `ready` line, the median. */
export interface StartUpResult {
  /** `--data :memory:`. */
  readonly inMemory: number
  /** A data directory that has yet to be made, RSA key included. */
  readonly freshDirectory: number
  /** A data directory of an earlier run. */
  readonly oldDirectory: number
  /** Node alone, with an empty program: the floor. */
  readonly node: number
}

/** What a connection costs that is logged in and says nothing. */
export interface IdleResult {
  readonly connections: number
  /** Bytes for each connection: of the process, of the JavaScript heap, and of buffers outside it. */
  readonly rss: number
  readonly heap: number
  readonly buffers: number
  /** Bytes of the process before the first of them. */
  readonly baseRss: number
}

const STARTS = 5
/** Sessions that are made, and connections that are opened, at the same time. */
const AT_ONCE = 50

/** Measures starts, the kinds in turn. */
export async function benchStartUp(): Promise<StartUpResult> {
  const samples = { inMemory: [], freshDirectory: [], oldDirectory: [], node: [] } as Record<
    keyof StartUpResult,
    number[]
  >
  for (let i = 0; i < STARTS; i++) {
    samples.node.push(await ServerProcess.nodeStartMs())
    samples.inMemory.push(await startMs(':memory:'))
    await withDirectory(async (data) => {
      samples.freshDirectory.push(await startMs(data))
      samples.oldDirectory.push(await startMs(data))
    })
  }
  return {
    inMemory: median(samples.inMemory),
    freshDirectory: median(samples.freshDirectory),
    oldDirectory: median(samples.oldDirectory),
    node: median(samples.node),
  }
}

/** Measures memory before and after so many idle connections, each with a key and a session of its own. */
export async function benchIdle(connections: number): Promise<IdleResult> {
  return withDirectory(async (data) => {
    await using server = await ServerProcess.start({ data, probe: true })
    const { promise: broken, reject } = Promise.withResolvers<never>()
    const { id } = await server.make<{ id: number }>('users', { firstName: 'Idle' })
    // What the first connections and sessions bring to memory once is no part of what each costs.
    const warm = [await logIn(server, 'Warm', reject)]
    await openMany(server, id, AT_ONCE, warm, reject)
    const before = await server.memory()
    const clients: MtprotoClient[] = []
    await Promise.race([broken, openMany(server, id, connections, clients, reject)])
    const after = await server.memory()
    for (const client of [...warm, ...clients]) client.close()
    const each = (all: number): number => all / connections
    return {
      connections,
      rss: each(after.rss - before.rss),
      heap: each(after.heapUsed - before.heapUsed),
      buffers: each(after.arrayBuffers - before.arrayBuffers),
      baseRss: before.rss,
    }
  })
}

async function openMany(
  server: ServerProcess,
  accountId: number,
  count: number,
  into: MtprotoClient[],
  onError: (error: Error) => void,
): Promise<void> {
  for (let left = count; left > 0; left -= AT_ONCE) {
    const some = Array.from({ length: Math.min(left, AT_ONCE) }, () =>
      openSession(server, accountId, onError),
    )
    into.push(...(await Promise.all(some)))
  }
}

async function startMs(data: string): Promise<number> {
  await using server = await ServerProcess.start({ data })
  return server.startMs
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
