import { beforeEach, describe, expect, it } from 'vitest'
import { callBody } from './conformance/client.ts'
import type { Client } from './conformance/client.ts'
import { World } from './conformance/world.ts'
import { SALT_SECONDS } from './salts.ts'

let world: World
let client: Client

beforeEach(async () => {
  world = new World()
  client = await world.rawClient()
})

describe('a salt', () => {
  it.each([0n, 12_345n])('of %s gets bad_server_salt with the right one', async (salt) => {
    client.salt = salt
    const call = client.call()
    await world.turn()
    expect(client.codesFor(call)).toEqual([48])
    expect(world.rpc.calls).toHaveLength(0)
    expect(world.rpc.events).toEqual([])
    const again = client.call()
    await world.turn()
    expect(client.answersTo(again)).toHaveLength(1)
  })

  it('that is wrong on a container is told with the container id', async () => {
    const call = client.message(callBody())
    const container = client.send(client.container([call]))
    await world.turn()
    expect(client.codesFor(container)).toEqual([48])
    expect(client.codesFor(call)).toEqual([])
  })

  it('is accepted half an hour after its time and no longer', async () => {
    await world.settle(client)
    const old = client.salt
    world.clock.ms += SALT_SECONDS * 1000
    client.salt = old
    const late = client.call()
    await world.turn()
    expect(client.answersTo(late)).toHaveLength(1)
    world.clock.ms += SALT_SECONDS * 1000
    client.salt = old
    const tooLate = client.call()
    await world.turn()
    expect(client.codesFor(tooLate)).toEqual([48])
  })

  it('from get_future_salts is good in its time, for another session as well', async () => {
    await world.settle(client)
    const query = client.say({ _: 'get_future_salts', num: 64 })
    await world.turn()
    const [message] = client.heardOf('future_salts')
    expect(message?.object.reqMsgId).toBe(query.msgId)
    expect(message?.object.now).toBe(world.clock.now())
    expect(message?.object.salts).toHaveLength(64)
    for (const { salt, validSince } of message?.object.salts.slice(0, 10) ?? []) {
      world.clock.ms = Math.max(world.clock.ms, validSince * 1000 + 1000)
      client.sessionId++
      client.content = 0
      const call = client.message(callBody())
      client.send(call, { salt })
      await world.turn()
      expect(client.codesFor(call)).toEqual([])
    }
  })

  it.each([
    [-5, 1],
    [1000, 64],
  ])('list of %s is cut to %s', async (num, count) => {
    await world.settle(client)
    client.say({ _: 'get_future_salts', num })
    await world.turn()
    expect(client.heardOf('future_salts')[0]?.object.salts).toHaveLength(count)
  })
})

describe('a session', () => {
  it('is announced before its first answer, with the lowest msg_id of the first packet', async () => {
    client.salt = await world.saltOf(client)
    const calls = ['a', 'b'].map((name) => client.message(callBody(name)))
    client.send(client.container(calls))
    await world.turn()
    const [first] = client.heard
    expect(first?.object).toMatchObject({ _: 'new_session_created', firstMsgId: calls[0]?.msgId })
    expect((first?.seqno ?? 0) % 2).toBe(1)
    expect((first?.msgId ?? 0n) % 4n).toBe(3n)
    expect(client.heardOf('new_session_created')).toHaveLength(1)
    expect(world.rpc.events).toEqual(['opened', 'online'])
  })

  it('is announced again for a message below the first one', async () => {
    client.salt = await world.saltOf(client)
    const early = client.message(callBody('early'))
    client.call('first')
    client.send(early)
    await world.turn()
    const announced = client.heardOf('new_session_created').map((m) => m.object)
    expect(announced.map((object) => object.firstMsgId).at(-1)).toBe(early.msgId)
    expect(new Set(announced.map((object) => object.uniqueId)).size).toBe(1)
    expect(client.answersTo(early)).toHaveLength(1)
  })

  it('is one of several under the same key', async () => {
    const record = await world.newKey()
    const one = await world.client(record)
    const two = await world.client(record)
    const calls = [one.call('one'), two.call('two')]
    await world.turn()
    expect(one.heardOf('rpc_result').map((m) => m.object.reqMsgId)).toEqual([calls[0]?.msgId])
    expect(two.heardOf('rpc_result').map((m) => m.object.reqMsgId)).toEqual([calls[1]?.msgId])
    expect(world.server.sessionsOfKey(record.id)).toHaveLength(2)
  })

  it('shares a connection with another one', async () => {
    const record = await world.newKey()
    const one = await world.client(record)
    const two = await world.rawClient(record)
    two.salt = one.salt
    two.sessionId = one.sessionId + 1n
    one.connection.deliver(two.encrypt(two.message(callBody('two'))))
    one.call('one')
    await world.turn()
    expect(world.rpc.calls.map((call) => call.session.id)).toEqual([two.sessionId, one.sessionId])
    expect(one.heardOf('rpc_result')).toHaveLength(1)
    expect(one.connection.sent).toHaveLength(2)
    one.connection.close('lost')
    expect(world.server.sessionsOfKey(record.id).map(({ online }) => online)).toEqual([
      false,
      false,
    ])
  })

  it('gives its calls what the RPC layer asks of a session', async () => {
    const record = await world.newKey()
    const one = await world.client(record)
    one.call()
    await world.turn()
    const session = world.rpc.calls[0]?.session
    expect(session).toMatchObject({
      id: one.sessionId,
      keyId: record.id,
      permKeyId: record.id,
      online: true,
      remote: one.connection.remote,
    })
    expect(world.rpc.calls[0]?.connectionId).toBe(one.connection.id)
  })
})
