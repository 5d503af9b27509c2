import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeTimers, realTimers } from '../../core/testing.ts'
import { TestClient } from '../handshake/conformance/test-client.ts'
import { serializePlainMessage } from '../handshake/plain-message.ts'
import { callBody, containerBody, resultOf } from './conformance/client.ts'
import { World, type MemoryConnection } from './conformance/world.ts'

let world: World

beforeEach(() => fakeTimers())

afterEach(async () => {
  await world.server.close()
  realTimers()
})

describe('bounds of sessions', () => {
  it('forget the key’s session that was idle longest, one without connection first', async () => {
    world = new World({ sessionsPerKey: 3 })
    const record = await world.newKey()
    const clients = []
    for (let count = 0; count < 3; count++) {
      clients.push(await world.client(record))
      world.clock.ms += 1000
    }
    clients[1]?.connection.close('lost')
    const fourth = await world.client(record)
    const ids = (): bigint[] => world.server.sessionsOfKey(record.id).map(({ id }) => id)
    expect(ids()).toEqual([clients[0]?.sessionId, clients[2]?.sessionId, fourth.sessionId])
    await world.client(record)
    expect(ids()).not.toContain(clients[0]?.sessionId)
  })

  it('of the whole server forget what is away, and refuse when nothing is', async () => {
    world = new World({ sessions: 2 })
    const [one, two] = [await world.client(), await world.client()]
    one.connection.close('lost')
    const three = await world.client()
    expect(world.server.stats().sessions).toBe(2)
    const four = await world.rawClient()
    four.say({ _: 'ping', pingId: 1n })
    await world.turn()
    four.say({ _: 'ping', pingId: 2n })
    await world.turn()
    expect(four.connection.errors).toEqual([-429])
    const calls = [two.call(), three.call()]
    await world.turn()
    expect(calls.map((call, index) => [two, three][index]?.answersTo(call).length)).toEqual([1, 1])
  })

  it('of all held bytes forget sessions that are away', async () => {
    world = new World({ heldBytesTotal: 10_000 })
    const [away, here] = [await world.client(), await world.client()]
    away.connection.close('lost')
    for (const client of [away, here]) {
      for (let count = 0; count < 8; count++) {
        world.server.sessionsOfKey(client.keyWire.toString('hex'))[0]?.push(Buffer.alloc(1000))
      }
    }
    await world.pass(1000)
    expect(world.server.stats()).toMatchObject({ sessions: 1, heldBytes: 8000 })
  })

  it('of what sessions remember let those that are away longest forget what is over', async () => {
    world = new World({ rememberedAway: 100 })
    for (let count = 0; count < 20; count++) {
      const client = await world.client()
      for (let call = 0; call < 30; call++) client.call()
      await world.turn()
      client.ackAll()
      await world.turn()
      client.connection.close('gone')
      await world.turn()
      expect(world.server.stats().rememberedAway).toBeLessThanOrEqual(100)
    }
    expect(world.server.stats()).toMatchObject({ sessions: 20, sessionsWithoutConnection: 20 })
    const unacknowledged = await world.client()
    unacknowledged.call()
    await world.turn()
    unacknowledged.connection.close('gone')
    // Its answer may still be wanted.
    expect(world.server.stats().rememberedAway).toBeGreaterThan(0)
  })

  it('of one connection let the newest session in', async () => {
    world = new World({ sessionsPerConnection: 2 })
    const record = await world.newKey()
    const client = await world.client(record)
    for (let count = 0; count < 5; count++) {
      client.sessionId++
      client.content = 0
      client.call()
    }
    await world.turn()
    expect(world.rpc.calls).toHaveLength(5)
    expect(world.server.sessionsOfKey(record.id).filter(({ online }) => online)).toHaveLength(2)
  })
})

describe('bounds of work', () => {
  it('answer calls beyond the running ones with FLOOD_WAIT_1', async () => {
    world = new World({ runningCalls: 2 })
    world.rpc.answer = () => new Promise(() => undefined)
    const client = await world.client()
    const calls = [client.call(), client.call(), client.call()]
    await world.turn()
    expect(world.rpc.calls).toHaveLength(2)
    const [answer] = calls[2] ? client.answersTo(calls[2]) : []
    expect(answer && resultOf(answer).includes('FLOOD_WAIT_1')).toBe(true)
  })

  it('close a connection whose client does not read, keeping the answers for the next one', async () => {
    world = new World({ connectionBufferBytes: 1000 })
    const client = await world.client()
    client.connection.bufferedBytes = 2000
    const call = client.call()
    await world.turn()
    expect(client.connection.closed).toBeDefined()
    expect(client.answersTo(call)).toHaveLength(0)
    client.connect()
    client.say({ _: 'ping', pingId: 1n })
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
  })

  it('cut off a connection that sends nothing but faulty messages', async () => {
    world = new World({ faultyMessages: 10 })
    const client = await world.client()
    for (let count = 0; count < 50; count++) client.send(client.message(callBody(), false))
    await world.turn()
    expect(client.connection.errors).toEqual([-429])
    expect(world.server.stats().notifications).toBeLessThan(15)
  })

  it('leave a connection alone that sends a good message now and then', async () => {
    world = new World({ faultyMessages: 10 })
    const client = await world.client()
    for (let count = 0; count < 50; count++) {
      if (count % 8 === 0) client.call()
      client.send(client.message(callBody(), false))
    }
    await world.turn()
    expect(client.connection.errors).toEqual([])
  })

  it('turn -404 into -429 for an address that goes on with packets nobody can decrypt', async () => {
    world = new World({ badPacketsPerMinute: 5 })
    const errors = []
    for (let count = 0; count < 7; count++) {
      const connection = world.connect()
      connection.deliver(world.noise(120))
      await world.turn()
      errors.push(...connection.errors)
    }
    expect(errors).toEqual([-404, -404, -404, -404, -404, -429, -429])
    await world.pass(60_000)
    const later = world.connect()
    later.deliver(world.noise(120))
    await world.turn()
    expect(later.errors).toEqual([-404])
  })

  it('cut off an address that begins key exchanges without end, and no other', async () => {
    world = new World({ keyExchangesPerMinute: 3 })
    const begin = async (remote?: string): Promise<MemoryConnection> => {
      const connection = world.connect('tcp', remote)
      const query = new TestClient(world.serverKey).reqPq()
      connection.deliver(serializePlainMessage(1n, query))
      await world.turn()
      return connection
    }
    const begun = []
    for (let count = 0; count < 5; count++) begun.push(await begin())
    expect(begun.map(({ errors }) => errors)).toEqual([[], [], [], [-429], [-429]])
    expect(begun.map(({ sent }) => sent.length)).toEqual([1, 1, 1, 0, 0])
    expect(begun.map(({ closed }) => closed !== undefined)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ])
    expect(world.log.filter((line) => line.includes('too many key exchanges'))).toHaveLength(2)
    expect((await begin('10.0.0.7:1234')).sent).toHaveLength(1)
    await world.pass(60_000)
    expect((await begin()).sent).toHaveLength(1)
  })

  it.each([{ waitingPackets: 4 }, { waitingBytes: 400 }])(
    'hold few packets back for one that is worked on (%o)',
    async (limits) => {
      world = new World(limits)
      const client = await world.rawClient()
      for (let count = 0; count < 6; count++) client.call()
      expect(client.connection.errors).toEqual([-429])
    },
  )

  it('keep a flood of bad packets from flooding the log', async () => {
    world = new World()
    for (let count = 0; count < 500; count++) {
      world.connect().deliver(world.noise(120))
      await world.turn()
    }
    expect(world.server.stats().badPackets).toBe(500)
    expect(world.log.length).toBeLessThan(30)
    await world.pass(11_000)
    world.connect().deliver(world.noise(120))
    await world.turn()
    expect(world.log.some((line) => line.includes('leftOut'))).toBe(true)
  })
})

describe('bugs of the RPC layer', () => {
  it.each([
    ['rejects', () => Promise.reject(new Error('a bug'))],
    [
      'throws',
      () => {
        throw new Error('a bug')
      },
    ],
    ['answers with nothing', () => Promise.resolve(Buffer.alloc(0))],
    ['answers with half a word', () => Promise.resolve(Buffer.alloc(6))],
  ])('become error 500 when a call %s', async (_, answer) => {
    world = new World()
    const client = await world.client()
    world.rpc.answer = answer
    const call = client.call()
    await world.turn()
    const [message] = client.answersTo(call)
    expect(message && resultOf(message).includes('INTERNAL')).toBe(true)
    expect(world.log.some((line) => line.includes('"level":50'))).toBe(true)
  })
})

describe('stopping', () => {
  it('closes everything and aborts what runs', async () => {
    world = new World()
    const client = await world.client()
    world.rpc.answer = () => new Promise(() => undefined)
    client.send(client.message(containerBody([client.message(callBody())]), false))
    await world.turn()
    await world.server.close()
    expect(client.connection.closed).toBeDefined()
    expect(world.rpc.calls[0]?.signal.aborted).toBe(true)
    expect(world.server.stats()).toMatchObject({ connections: 0, sessions: 0, keys: 0 })
  })
})
