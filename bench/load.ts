import type { MtprotoClient } from './mtproto-client.ts'
import type { ServerProcess } from './server-process.ts'

/** One kind of request that is measured. */
export interface RequestKind {
  readonly name: string
  /** Constructor that every answer must have. */
  readonly answerId: number
  /** Bodies that a connection sends in turn. */
  bodies(connection: number): readonly Buffer[]
}

/** What a kind of request took. */
export interface LoadResult {
  readonly name: string
  readonly requests: number
  readonly perSecond: number
  /** Milliseconds from sending to answer. */
  readonly p50: number
  readonly p99: number
  /** CPU time that the server spent on one request, in microseconds. */
  readonly cpuMicros: number
  /** Part of one core that the server was busy with. */
  readonly busy: number
}

/** How much load, and for how long. */
export interface LoadSettings {
  /** Requests that each connection has under way. */
  readonly window: number
  /** Seconds for each kind. */
  readonly seconds: number
}

/** Every kind is measured in so many slices in turn, so that all see the same machine. */
const SLICES = 4
/** Seconds of load before the first slice of each kind, in which the server's code gets warm. */
const WARM_UP = 1

/** What adds up over the slices of one kind. */
export class Tally {
  requests = 0
  wallMs = 0
  cpuMicros = 0
  readonly latencies: number[] = []

  /** Adds what one slice of load took. */
  async measure(server: ServerProcess, slice: () => Promise<number[]>): Promise<void> {
    const cpuBefore = await server.cpuMicros()
    const startedAt = performance.now()
    const latencies = await slice()
    this.wallMs += performance.now() - startedAt
    this.cpuMicros += (await server.cpuMicros()) - cpuBefore
    this.requests += latencies.length
    for (const one of latencies) this.latencies.push(one)
  }
}

/**
 * Loads the server with each kind of request, on the same connections and with the same window.
 *
 * @throws Error when an answer is not what it must be
 */
export async function measureLoad(
  server: ServerProcess,
  clients: readonly MtprotoClient[],
  kinds: readonly RequestKind[],
  { window, seconds }: LoadSettings,
): Promise<LoadResult[]> {
  const tallies = kinds.map((kind) => ({ kind, tally: new Tally() }))
  for (const { kind } of tallies) await runSlice(clients, kind, window, WARM_UP)
  for (let slice = 0; slice < SLICES; slice++) {
    for (const { kind, tally } of tallies) {
      await tally.measure(server, () => runSlice(clients, kind, window, seconds / SLICES))
    }
  }
  return tallies.map(({ kind, tally }) => resultOf(kind.name, tally))
}

/** Keeps the window full on every connection until the time is over; resolves when all is answered. */
export async function runSlice(
  clients: readonly MtprotoClient[],
  kind: RequestKind,
  window: number,
  seconds: number,
): Promise<number[]> {
  const latencies: number[] = []
  const endAt = performance.now() + seconds * 1000
  await Promise.all(
    clients.map((client, connection) => {
      const bodies = kind.bodies(connection)
      const { promise, resolve, reject } = Promise.withResolvers<undefined>()
      let turn = 0
      const next = (): void => {
        const body = bodies[turn++ % bodies.length]
        if (body !== undefined) client.send(body, onAnswer)
      }
      const onAnswer = (answer: Buffer, sentAt: number): void => {
        const now = performance.now()
        latencies.push(now - sentAt)
        if (answer.readUInt32LE(0) !== kind.answerId) {
          reject(new Error(`${kind.name} was answered with ${answer.toString('latin1')}`))
        } else if (now < endAt) {
          next()
        } else if (client.inFlight === 0) {
          resolve(undefined)
        }
      }
      for (let i = 0; i < window; i++) next()
      client.flush()
      return promise
    }),
  )
  for (const client of clients) client.flush(true)
  return latencies
}

/**
 * Sends each connection's bodies once, in order, so many at a time; resolves with the latencies in
 * milliseconds when all are answered.
 *
 * @throws Error when an answer is not what it must be
 */
export async function runOnce(
  clients: readonly MtprotoClient[],
  { name, answerId, bodies }: RequestKind,
  window: number,
): Promise<number[]> {
  const latencies: number[] = []
  await Promise.all(
    clients.map((client, connection) => {
      const left = bodies(connection).values()
      const { promise, resolve, reject } = Promise.withResolvers<undefined>()
      const next = (): void => {
        const { value: body } = left.next()
        if (body !== undefined) client.send(body, onAnswer)
        else if (client.inFlight === 0) resolve(undefined)
      }
      const onAnswer = (answer: Buffer, sentAt: number): void => {
        latencies.push(performance.now() - sentAt)
        if (answer.readUInt32LE(0) === answerId) next()
        else reject(new Error(`${name} was answered with ${answer.toString('latin1')}`))
      }
      for (let i = 0; i < window; i++) next()
      client.flush()
      return promise
    }),
  )
  for (const client of clients) client.flush(true)
  return latencies
}

/** What was measured of one kind, summed up. */
export function resultOf(name: string, tally: Tally): LoadResult {
  const { requests, wallMs, cpuMicros } = tally
  const sorted = Float64Array.from(tally.latencies).sort()
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0
  return {
    name,
    requests,
    perSecond: (requests / wallMs) * 1000,
    p50: at(0.5),
    p99: at(0.99),
    cpuMicros: cpuMicros / requests,
    busy: cpuMicros / 1000 / wallMs,
  }
}
