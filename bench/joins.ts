import { resultOf, runOnce, runSlice, Tally, type LoadResult, type RequestKind } from './load.ts'
import type { MtprotoClient } from './mtproto-client.ts'
import {
  call,
  createSupergroup,
  encode,
  exportedHash,
  logIn,
  pingKind,
  type Shape,
} from './requests.ts'
import { ServerProcess, withDirectory } from './server-process.ts'

/** What joins by link gave; the first result is the floor. */
export interface JoinsResult extends Shape {
  readonly results: readonly LoadResult[]
}

const SHAPE: Shape = { connections: 16, window: 8 }
/** Supergroups that every account joins in a round, and leaves after it. */
const CHATS = 32
const ROUNDS = 8
/** Seconds of pings beside each round. */
const FLOOR_SECONDS = 0.5

const JOINED = 0x445663a7
const UPDATES = 0x74ae4240

/** What one account sends in a round. */
interface Guest {
  readonly client: MtprotoClient
  readonly joins: Buffer[]
  readonly leaves: Buffer[]
}

/**
 * Joins per second by messages.importChatInvite, on a durable database: each stores a member, counts
 * the link's use, posts a service message and is told to the members who are online, 8 on average.
 */
export async function benchJoins(): Promise<JoinsResult> {
  return withDirectory(async (data) => {
    await using server = await ServerProcess.start({ data, probe: true })
    const { promise: broken, reject } = Promise.withResolvers<never>()
    const host = await logIn(server, 'Host', reject)
    const hashes: string[] = []
    for (let i = 0; i < CHATS; i++) {
      hashes.push(await exportedHash(host, await createSupergroup(host, `Club ${i}`)))
    }
    host.close()
    const guests: Guest[] = []
    for (let i = 0; i < SHAPE.connections; i++) {
      const first = (i * CHATS) / SHAPE.connections
      const turned = [...hashes.slice(first), ...hashes.slice(0, first)]
      guests.push(await createGuest(await logIn(server, `Guest ${i}`, reject), turned))
    }
    const results = await Promise.race([broken, measureJoins(server, guests)])
    for (const { client } of guests) client.close()
    return { ...SHAPE, results }
  })
}

/** Joins and leaves every chat once, by which the access hashes are learned and the code gets warm. */
async function createGuest(client: MtprotoClient, hashes: readonly string[]): Promise<Guest> {
  const guest: Guest = { client, joins: [], leaves: [] }
  for (const hash of hashes) {
    const answer = await call(client, 'messages.importChatInvite', { hash })
    const chats = 'updates' in answer && 'chats' in answer.updates ? answer.updates.chats : []
    const [chat] = chats
    if (chat?._ !== 'channel' || chat.accessHash === undefined) throw new Error('joined no channel')
    const channel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash } as const
    await call(client, 'channels.leaveChannel', { channel })
    guest.joins.push(encode('messages.importChatInvite', { hash }))
    guest.leaves.push(encode('channels.leaveChannel', { channel }))
  }
  return guest
}

async function measureJoins(
  server: ServerProcess,
  guests: readonly Guest[],
): Promise<LoadResult[]> {
  const clients = guests.map(({ client }) => client)
  const ping = pingKind()
  const join: RequestKind = {
    name: 'messages.importChatInvite',
    answerId: JOINED,
    bodies: (connection) => guests[connection]?.joins ?? [],
  }
  const leave: RequestKind = {
    name: 'channels.leaveChannel',
    answerId: UPDATES,
    bodies: (connection) => guests[connection]?.leaves ?? [],
  }
  const floor = new Tally()
  const joined = new Tally()
  for (let round = 0; round < ROUNDS; round++) {
    await floor.measure(server, () => runSlice(clients, ping, SHAPE.window, FLOOR_SECONDS))
    await joined.measure(server, () => runOnce(clients, join, SHAPE.window))
    await runOnce(clients, leave, SHAPE.window)
  }
  return [resultOf(ping.name, floor), resultOf(join.name, joined)]
}
