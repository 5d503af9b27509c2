import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuthKeyRecord } from '../auth-keys.ts'
import { callBody, Client } from './conformance/client.ts'
import { World } from './conformance/world.ts'

let worlds: World[] = []
let world: World
let record: AuthKeyRecord

beforeEach(async () => {
  world = new World()
  worlds = [world]
  record = await world.newKey()
})
afterEach(async () => {
  for (const one of worlds) await one.server.close()
})

/** The server of before is gone; another one has its keys and its salts. */
function restart(): World {
  world.clock.ms += 1000
  const next = new World({}, world.keys, world.clock)
  worlds.push(next)
  return next
}

/** The same client with a connection to another server. */
function moved(client: Client, to: World): Client {
  const next = new Client(to, client.key, client.keyWire.toString('hex'))
  next.sessionId = client.sessionId
  next.content = client.content
  return next
}

/** Packets of one call each: bare, in a container, in a container beside an acknowledgment. */
function packetsOf(client: Client): Buffer[] {
  const bare = client.message(callBody('bare'))
  const inner = client.message(callBody('inner'))
  const container = client.container([inner])
  const beside = client.message(callBody('beside'))
  const ack = client.service({ _: 'msgs_ack', msgIds: [4n] })
  return [bare, container, client.container([beside, ack])].map((one) => client.encrypt(one))
}

async function deliver(client: Client, packets: readonly Buffer[]): Promise<void> {
  for (const packet of packets) client.connection.deliver(packet)
  await client.world.turn()
}

/** Further sessions of a client's key, each of which has said something. */
async function others(client: Client, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const other = await world.rawClient(record)
    other.salt = client.salt
    other.call()
  }
  await world.turn()
}

/** Ways in which a server forgets which messages a session had, and who speaks to it then. */
const LOSSES: Record<string, (client: Client) => Promise<Client>> = {
  'a restart': async (client) => moved(client, restart()),
  'a restart, and the client spoke first': async (client) => {
    const back = moved(client, restart())
    await back.world.settle(back)
    return back
  },
  destroy_session: async (client) => {
    const other = await world.client(record)
    other.say({ _: 'destroy_session', sessionId: client.sessionId })
    await world.turn()
    return client
  },
  'more sessions of its key than are kept': async (client) => {
    await others(client, 64)
    return client
  },
}

describe('a packet that is sent once more', () => {
  it.each(Object.keys(LOSSES))('runs nothing again after %s', async (loss) => {
    const client = await world.client(record)
    const packets = packetsOf(client)
    await deliver(client, packets)
    expect(world.rpc.calls).toHaveLength(3)
    const back = await LOSSES[loss]!(client)
    const before = back.world.rpc.calls.length
    await deliver(back, packets)
    expect(back.world.rpc.calls).toHaveLength(before)
    const codes = [...back.heardOf('bad_msg_notification'), ...back.heardOf('bad_server_salt')]
    expect(codes.map(({ object }) => object.errorCode)).toEqual(
      back.world === world ? [16, 16, 16] : [48, 48, 48],
    )
  })

  it('runs nothing again when more sessions were forgotten since than are told apart', async () => {
    worlds.push((world = new World({ forgottenSessions: 2, sessionsPerKey: 1 })))
    record = await world.newKey()
    const client = await world.client(record)
    const packets = packetsOf(client)
    await deliver(client, packets)
    world.clock.ms += 1000
    await others(client, 4)
    const before = world.rpc.calls.length
    expect(before).toBe(7)
    await deliver(client, packets)
    expect(world.rpc.calls).toHaveLength(before)
  })
})

describe('a client whose session was forgotten', () => {
  it.each(Object.keys(LOSSES))('has what it sends anew taken after %s', async (loss) => {
    const client = await world.client(record)
    client.call('pending')
    const back = await LOSSES[loss]!(client)
    if (back.world !== world) back.salt = await back.world.saltOf(back)
    const again = back.call('pending')
    // Clients that kept the identifier put the message into a container of now.
    const kept = back.message(callBody('kept'))
    back.send(back.container([kept]))
    await back.world.turn()
    expect([back.codesFor(again), back.codesFor(kept)]).toEqual([[], []])
    expect([back.answersTo(again).length, back.answersTo(kept).length]).toEqual([1, 1])
  })
})
