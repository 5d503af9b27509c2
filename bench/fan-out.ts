import type { MtprotoClient } from './mtproto-client.ts'
import { call, encode, logIn, openSession, pingKind } from './requests.ts'
import { ServerProcess, withDirectory } from './server-process.ts'

/** What one join costs that every online member hears of. */
export interface FanOutResult {
  readonly members: number
  /** Milliseconds from the join's request until every member has its update; the median. */
  readonly joinMs: number
  /** CPU time of the server for one member's update, in microseconds. */
  readonly joinCpuMicros: number
  /** The same for a ping of every member at once: the floor. */
  readonly pingMs: number
  readonly pingCpuMicros: number
}

interface Sample {
  readonly ms: number
  readonly cpuMicros: number
}

const ROUNDS = 5
/** Accounts that are made, and connections that are opened, at the same time. */
const AT_ONCE = 50
/** Connections from one of this machine's addresses; the server takes 10 000 from each. */
const PER_ADDRESS = 5000

/** Measures how long a join takes to reach so many online members of a supergroup. */
export async function benchFanOut(members: number): Promise<FanOutResult> {
  return withDirectory(async (data) => {
    await using server = await ServerProcess.start({ data, probe: true })
    const { promise: broken, reject } = Promise.withResolvers<never>()
    const ids = await inParts(members, () =>
      server.make<{ id: number }>('users', { firstName: 'Member' }).then(({ id }) => id),
    )
    const [ownerId = 0, ...memberIds] = ids
    const wanted = { type: 'supergroup', title: 'Crowd', username: 'crowd_of_many' }
    await server.make('chats', { ...wanted, ownerId, memberIds })
    const audience = await Promise.race([
      broken,
      inParts(members, (i) =>
        openSession(server, ids[i] ?? 0, reject, `127.0.0.${1 + Math.floor(i / PER_ADDRESS)}`),
      ),
    ])
    const joins: Sample[] = []
    const pings: Sample[] = []
    for (let round = 0; round < ROUNDS; round++) {
      pings.push(await Promise.race([broken, pingAll(server, audience)]))
      const joiner = await logIn(server, `Joiner ${round}`, reject)
      joins.push(await Promise.race([broken, joinOnce(server, audience, joiner)]))
      joiner.close()
    }
    for (const client of audience) client.close()
    const each = (samples: readonly Sample[]) =>
      median(samples.map((one) => one.cpuMicros)) / members
    return {
      members,
      joinMs: median(joins.map((one) => one.ms)),
      joinCpuMicros: each(joins),
      pingMs: median(pings.map((one) => one.ms)),
      pingCpuMicros: each(pings),
    }
  })
}

function pingAll(server: ServerProcess, audience: readonly MtprotoClient[]): Promise<Sample> {
  const [ping] = pingKind().bodies(0)
  if (ping === undefined) throw new Error('a ping has a body')
  return timed(server, audience.length, (heard) => {
    for (const client of audience) {
      client.send(ping, heard)
      client.flush(true)
    }
  })
}

async function joinOnce(
  server: ServerProcess,
  audience: readonly MtprotoClient[],
  joiner: MtprotoClient,
): Promise<Sample> {
  const { peer, chats } = await call(joiner, 'contacts.resolveUsername', {
    username: 'crowd_of_many',
  })
  const chat = chats.find((one) => one._ === 'channel')
  if (chat?.accessHash === undefined || peer._ !== 'peerChannel') throw new Error('no such chat')
  const channel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash } as const
  const sample = await timed(server, audience.length, (heard) => {
    for (const client of audience) {
      client.onUpdate = () => {
        client.onUpdate = undefined
        heard()
      }
    }
    joiner.send(encode('channels.joinChannel', { channel }), () => undefined)
    joiner.flush(true)
  })
  for (const client of audience) client.flush(true)
  return sample
}

/** Starts something and waits until so many have heard of it. */
async function timed(
  server: ServerProcess,
  count: number,
  start: (heard: () => void) => void,
): Promise<Sample> {
  const cpuBefore = await server.cpuMicros()
  const startedAt = performance.now()
  let left = count
  await new Promise<void>((resolve) => {
    start(() => {
      if (--left === 0) resolve()
    })
  })
  const ms = performance.now() - startedAt
  return { ms, cpuMicros: (await server.cpuMicros()) - cpuBefore }
}

async function inParts<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const all: T[] = []
  while (all.length < count) {
    const first = all.length
    const some = Array.from({ length: Math.min(count - first, AT_ONCE) }, (_, i) => work(first + i))
    all.push(...(await Promise.all(some)))
  }
  return all
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
