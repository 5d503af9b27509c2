import { encodeMt } from '../src/tl/mtproto.ts'
import type { MtprotoClient } from './mtproto-client.ts'
import { call, createSupergroup, encode, logIn, openSession } from './requests.ts'
import { ServerProcess, withDirectory } from './server-process.ts'

/** How long somebody waits while another client has much done at once. */
export interface WaitsResult {
  readonly requesters: number
  /** Milliseconds of the longest time between two pongs in a row while nothing else is done: the floor. */
  readonly idleMs: number
  /** The same while all requesters are let in by one call, until the last of them was told. */
  readonly busyMs: number
  /** Milliseconds until the call was answered, and until every requester was told. */
  readonly answeredMs: number
  readonly toldMs: number
}

/** Sessions that are opened at the same time. */
const AT_ONCE = 50
/** Milliseconds for which the floor is measured. */
const FLOOR_MS = 2000

/**
 * Measures the longest gap in one client's pings while so many requesters, each with a session, are let into
 * a supergroup by one messages.hideAllChatJoinRequests.
 */
export async function benchWaits(requesters: number): Promise<WaitsResult> {
  return withDirectory(async (data) => {
    await using server = await ServerProcess.start({ data })
    const { promise: broken, reject } = Promise.withResolvers<never>()
    const admin = await logIn(server, 'Admin', reject)
    const peer = await createSupergroup(admin, 'Waiting room')
    const link = await call(admin, 'messages.exportChatInvite', { peer, requestNeeded: true })
    const hash = 'link' in link ? (link.link.split('+')[1] ?? '') : ''
    const guests: MtprotoClient[] = []
    while (guests.length < requesters) {
      const count = Math.min(AT_ONCE, requesters - guests.length)
      const some = Array.from({ length: count }, () => ask(server, hash, reject))
      guests.push(...(await Promise.all(some)))
    }
    const pinger = await logIn(server, 'Pinger', reject)
    const result = await Promise.race([broken, measure(pinger, guests, admin, peer)])
    for (const client of [admin, pinger, ...guests]) client.close()
    return { requesters, ...result }
  })
}

async function ask(
  server: ServerProcess,
  hash: string,
  onError: (error: Error) => void,
): Promise<MtprotoClient> {
  const { id } = await server.make<{ id: number }>('users', { firstName: 'Guest' })
  const client = await openSession(server, id, onError)
  // It is refused with INVITE_REQUEST_SENT, and the request is stored.
  await client.call(encode('messages.importChatInvite', { hash }))
  return client
}

async function measure(
  pinger: MtprotoClient,
  guests: readonly MtprotoClient[],
  admin: MtprotoClient,
  peer: Awaited<ReturnType<typeof createSupergroup>>,
): Promise<Omit<WaitsResult, 'requesters'>> {
  const idleMs = await longestGap(pinger, () => new Promise((done) => setTimeout(done, FLOOR_MS)))
  let answeredMs = 0
  let toldMs = 0
  const busyMs = await longestGap(pinger, async () => {
    const startedAt = performance.now()
    const told = guests.map((guest) => new Promise<void>((done) => (guest.onUpdate = done)))
    await admin.call(encode('messages.hideAllChatJoinRequests', { peer, approved: true }))
    answeredMs = performance.now() - startedAt
    await Promise.all(told)
    toldMs = performance.now() - startedAt
  })
  return { idleMs, busyMs, answeredMs, toldMs }
}

/** Pings one after the other while something goes on; resolves to the longest time that one took. */
async function longestGap(client: MtprotoClient, work: () => Promise<unknown>): Promise<number> {
  const ping = encodeMt({ _: 'ping', pingId: 1n })
  const state = { over: false }
  let longest = 0
  const pinging = (async () => {
    while (!state.over) {
      const sentAt = performance.now()
      await client.call(ping)
      longest = Math.max(longest, performance.now() - sentAt)
    }
  })()
  await work()
  state.over = true
  await pinging
  return longest
}
