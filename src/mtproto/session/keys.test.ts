import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeTimers, realTimers } from '../../core/testing.ts'
import { createMemoryAuthKeyStore } from '../conformance/memory-auth-keys.ts'
import { TestClient } from '../handshake/conformance/test-client.ts'
import { parsePlainMessage, serializePlainMessage } from '../handshake/plain-message.ts'
import { callBody } from './conformance/client.ts'
import { World } from './conformance/world.ts'

let world: World

beforeEach(() => {
  fakeTimers()
  world = new World()
})

afterEach(async () => {
  await world.server.close()
  realTimers()
})

describe('a temporary key', () => {
  it('has no permanent key until it is bound, and then at once', async () => {
    const perm = await world.newKey()
    const temp = await world.newKey({ kind: 'temp', expiresAt: world.clock.now() + 86_400 })
    const client = await world.client(temp)
    client.call()
    await world.turn()
    const session = world.rpc.calls[0]?.session
    expect(session?.permKeyId).toBeUndefined()
    expect(world.server.sessionsOfKey(perm.id)).toEqual([])
    await world.server.bindTempKey(temp.id, perm.id)
    expect(session?.permKeyId).toBe(perm.id)
    expect(session?.keyId).toBe(temp.id)
    expect(world.server.sessionsOfKey(perm.id)).toEqual([session])
    expect((await world.keys.load(temp.id))?.boundTo).toBe(perm.id)
  })

  it('acts for the last permanent key it was bound to', async () => {
    const [one, two] = [await world.newKey(), await world.newKey()]
    const temp = await world.newKey({ kind: 'temp', expiresAt: world.clock.now() + 86_400 })
    await world.client(temp)
    await world.server.bindTempKey(temp.id, one.id)
    await world.server.bindTempKey(temp.id, two.id)
    expect([one, two].map(({ id }) => world.server.sessionsOfKey(id).length)).toEqual([0, 1])
  })

  it('is known as bound after a restart', async () => {
    const perm = await world.newKey()
    const temp = await world.newKey({ kind: 'temp', expiresAt: world.clock.now() + 86_400 })
    await world.keys.bind(temp.id, perm.id)
    const client = await world.client(temp)
    client.call()
    await world.turn()
    expect(world.rpc.calls[0]?.session.permKeyId).toBe(perm.id)
  })

  it('gets -404 once it has expired, and its sessions are forgotten', async () => {
    const temp = await world.newKey({ kind: 'temp', expiresAt: world.clock.now() + 60 })
    const client = await world.client(temp)
    await world.pass(59_000)
    client.salt = await world.saltOf(client)
    client.call()
    await world.turn()
    expect(client.connection.errors).toEqual([])
    await world.pass(10_000)
    expect(world.rpc.events.at(-1)).toBe('closed')
    client.call()
    await world.turn()
    expect(client.connection.errors).toEqual([-404])
  })

  it('gets -404 when its permanent key is gone', async () => {
    const perm = await world.newKey()
    const temp = await world.newKey({ kind: 'temp', expiresAt: world.clock.now() + 86_400 })
    await world.keys.bind(temp.id, perm.id)
    await world.keys.delete(perm.id)
    const client = await world.rawClient(temp)
    client.call()
    await world.turn()
    expect(client.connection.errors).toEqual([-404])
  })
})

describe('dropping a key', () => {
  it('ends its sessions and those of temporary keys bound to it, with -404', async () => {
    const perm = await world.newKey()
    const temp = await world.newKey({ kind: 'temp', expiresAt: world.clock.now() + 86_400 })
    const other = await world.client()
    const clients = [await world.client(perm), await world.client(temp)]
    await world.server.bindTempKey(temp.id, perm.id)
    await world.server.dropKey(perm.id)
    expect(clients.map((client) => client.connection.errors)).toEqual([[-404], [-404]])
    expect(clients.every((client) => client.connection.closed !== undefined)).toBe(true)
    expect(world.server.sessionsOfKey(perm.id)).toEqual([])
    expect(world.server.stats()).toMatchObject({ sessions: 1, keys: 1, connections: 1 })
    for (const client of clients) {
      client.connect()
      client.call()
    }
    const call = other.call()
    await world.turn()
    expect(clients.map((client) => client.connection.errors)).toEqual([[-404], [-404]])
    expect(other.answersTo(call)).toHaveLength(1)
  })
})

describe('destroy_auth_key', () => {
  it('deletes the key after the answer', async () => {
    const record = await world.newKey()
    const client = await world.client(record)
    client.say({ _: 'destroy_auth_key' }, true)
    await world.turn()
    expect(client.heardOf('destroy_auth_key_ok')).toHaveLength(1)
    expect(await world.keys.load(record.id)).toBeUndefined()
    expect(world.rpc.events.at(-1)).toBe('closed')
    client.call()
    await world.turn()
    expect(client.connection.errors).toEqual([-404])
  })

  it('of a key that the store no longer has says so', async () => {
    const record = await world.newKey()
    const client = await world.client(record)
    await world.keys.delete(record.id)
    client.say({ _: 'destroy_auth_key' }, true)
    await world.turn()
    expect(client.heardOf('destroy_auth_key_none')).toHaveLength(1)
  })

  it('fails, leaving the key in use, when the store fails', async () => {
    const store = createMemoryAuthKeyStore()
    const refuse = (): Promise<void> => Promise.reject(new Error('disk full'))
    world = new World({}, { ...store, delete: refuse })
    const client = await world.client()
    client.say({ _: 'destroy_auth_key' }, true)
    await world.turn()
    expect(client.heardOf('destroy_auth_key_fail')).toHaveLength(1)
    const call = client.call()
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
  })
})

describe('loading a key', () => {
  it('keeps the packets of a connection in order and asks the store once', async () => {
    let loads = 0
    const store = createMemoryAuthKeyStore()
    const gate = Promise.withResolvers<undefined>()
    world = new World(
      {},
      {
        ...store,
        async load(id) {
          loads++
          await gate.promise
          return store.load(id)
        },
      },
    )
    const record = await world.newKey()
    const clients = [await world.rawClient(record), await world.rawClient(record)]
    for (const client of clients) for (let count = 0; count < 3; count++) client.call()
    gate.resolve(undefined)
    await world.turn()
    expect(loads).toBe(1)
    for (const client of clients) {
      expect(client.heardOf('bad_server_salt')).toHaveLength(3)
    }
  })

  it('that is dropped meanwhile does not bring it back', async () => {
    const store = createMemoryAuthKeyStore()
    const gate = Promise.withResolvers<undefined>()
    world = new World(
      {},
      {
        ...store,
        async load(id) {
          const record = await store.load(id)
          await gate.promise
          return record
        },
      },
    )
    const record = await world.newKey()
    const client = await world.rawClient(record)
    client.call()
    await world.turn()
    await world.server.dropKey(record.id)
    gate.resolve(undefined)
    await world.turn()
    expect(client.connection.errors).toEqual([-404])
    expect(world.server.stats()).toMatchObject({ keys: 0, sessions: 0 })
  })

  it('for a client that has left meanwhile leaves nothing behind', async () => {
    const client = await world.rawClient(await world.newKey())
    client.call()
    client.connection.close('lost')
    await world.turn()
    expect(world.server.stats()).toMatchObject({ keys: 0, sessions: 0, connections: 0 })
  })

  it('closes the connection without -404 when the store fails, since that would cost the key', async () => {
    const store = createMemoryAuthKeyStore()
    world = new World({}, { ...store, load: () => Promise.reject(new Error('disk on fire')) })
    const client = await world.rawClient(await world.newKey())
    client.call()
    await world.turn()
    expect(client.connection.errors).toEqual([])
    expect(client.connection.closed).toBeDefined()
  })
})

describe('a plain packet', () => {
  it('goes to the key exchange', async () => {
    const connection = world.connect()
    const nonce = randomBytes(16)
    const body = Buffer.concat([Buffer.from('f18e7ebe', 'hex'), nonce])
    const head = Buffer.alloc(20)
    head.writeBigInt64LE(BigInt(world.clock.now()) << 32n, 8)
    head.writeUInt32LE(body.length, 16)
    connection.deliver(Buffer.concat([head, body]))
    await world.turn()
    const [answer] = connection.sent
    expect(answer?.readBigInt64LE(0)).toBe(0n)
    expect((answer?.readBigInt64LE(8) ?? 0n) % 4n).toBe(1n)
    expect(answer?.subarray(20, 24).toString('hex')).toBe('63241605')
    expect(answer?.subarray(24, 40)).toEqual(nonce)
  })

  it('that wants no data centre gets -444', async () => {
    const client = new TestClient(world.serverKey, { dc: 4711 })
    const connection = world.connect()
    connection.deliver(serializePlainMessage(1n, client.reqPq()))
    await world.turn()
    const [answer = Buffer.alloc(0)] = connection.sent
    client.readResPq(parsePlainMessage(answer).body)
    connection.deliver(serializePlainMessage(5n, client.reqDhParams()))
    await world.turn()
    expect(connection.errors).toEqual([-444])
    expect(connection.closed).toBeDefined()
  })

  it('that is broken gets -404', async () => {
    const connection = world.connect()
    connection.deliver(Buffer.concat([Buffer.alloc(16), callBody()]))
    await world.turn()
    expect(connection.errors).toEqual([-404])
  })
})
