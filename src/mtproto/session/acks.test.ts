import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeTimers, realTimers } from '../../core/testing.ts'
import { callBody, resultOf } from './conformance/client.ts'
import type { Client } from './conformance/client.ts'
import { World } from './conformance/world.ts'
import type { RpcSession } from './rpc-port.ts'

let world: World
let client: Client

beforeEach(async () => {
  fakeTimers()
  world = new World()
  client = await world.client()
})

afterEach(async () => {
  await world.server.close()
  realTimers()
})

function sessionOf(who: Client): RpcSession {
  const session = world.server
    .sessionsOfKey(who.keyWire.toString('hex'))
    .find(({ id }) => id === who.sessionId)
  if (!session) throw new Error('no such session')
  return session
}

describe('acknowledgment of client messages', () => {
  it('comes on its own for a call that takes long, once', async () => {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    world.rpc.answer = () => promise
    const call = client.call()
    await world.turn()
    expect(client.heard).toEqual([])
    await world.pass(1500)
    expect(client.heardOf('msgs_ack').flatMap((m) => m.object.msgIds)).toEqual([call.msgId])
    resolve(callBody('done'))
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
    await world.pass(5000)
    expect(client.heardOf('msgs_ack')).toHaveLength(1)
  })

  it('is the answer itself where that is quick', async () => {
    client.call()
    client.say({ _: 'ping', pingId: 1n }, true)
    await world.turn()
    await world.pass(5000)
    expect(client.heardOf('msgs_ack')).toHaveLength(0)
  })

  it('comes for a content-related message that has no answer', async () => {
    const info = client.say({ _: 'msgs_all_info', msgIds: [], info: Buffer.alloc(0) }, true)
    await world.pass(1000)
    expect(client.heardOf('msgs_ack').flatMap((m) => m.object.msgIds)).toEqual([info.msgId])
  })
})

describe('a server message without acknowledgment', () => {
  it('is sent again on the live connection after a while, twice at most', async () => {
    const call = client.call()
    await world.pass(80_000)
    expect(client.answersTo(call)).toHaveLength(1)
    await world.pass(30_000)
    expect(client.answersTo(call)).toHaveLength(2)
    await world.pass(600_000)
    expect(client.answersTo(call)).toHaveLength(3)
    expect(new Set(client.answersTo(call).map((m) => m.msgId)).size).toBe(1)
    expect(world.server.stats().heldBytes).toBe(0)
  })

  it('is not sent again once it is acknowledged', async () => {
    const call = client.call()
    await world.turn()
    client.ackAll()
    await world.pass(600_000)
    expect(client.answersTo(call)).toHaveLength(1)
    expect(world.server.stats().heldBytes).toBe(0)
  })

  it('is sent again on the next connection, in a container of its own age', async () => {
    sessionOf(client).push(callBody('update'))
    const call = client.call()
    await world.turn()
    const before = client.heard.map((message) => message.msgId)
    client.connection.close('lost')
    client.heard.length = 0
    client.connect()
    client.say({ _: 'ping', pingId: 1n })
    await world.turn()
    expect(client.heard.slice(0, 2).map((message) => message.msgId)).toEqual(before)
    expect(client.answersTo(call)).toHaveLength(1)
    for (const { msgId, container } of client.heard) expect(container).toBeGreaterThan(msgId)
  })

  it('is not sent to the next connection when that begins with the acknowledgment', async () => {
    const call = client.call()
    await world.turn()
    client.connection.close('lost')
    client.connect()
    client.ackAll()
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
  })

  it('moves at once to another connection of the session when its own closes', async () => {
    const first = client.connection
    const call = client.call()
    await world.turn()
    client.connect()
    client.say({ _: 'ping', pingId: 1n })
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
    first.close('lost')
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(2)
  })

  it('is only announced on the next connection when it is large', async () => {
    const update = Buffer.concat([callBody(), world.noise(50_000)])
    sessionOf(client).push(update)
    await world.turn()
    const [sent] = client.heard
    client.connection.close('lost')
    client.heard.length = 0
    client.connect()
    client.say({ _: 'ping', pingId: 1n })
    await world.turn()
    expect(client.heardOf('msg_new_detailed_info').map((m) => m.object)).toEqual([
      { _: 'msg_new_detailed_info', answerMsgId: sent?.msgId, bytes: update.length, status: 0 },
    ])
    client.say({ _: 'msg_resend_req', msgIds: [sent?.msgId ?? 0n] })
    await world.turn()
    expect(client.heard.find((m) => m.msgId === sent?.msgId)?.body).toEqual(update)
  })
})

describe('an answer', () => {
  it('goes to the connection its call came from', async () => {
    const first = client.connection
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    world.rpc.answer = (call) => (call.body.includes('slow') ? promise : Promise.resolve(call.body))
    client.call('slow')
    await world.turn()
    const second = client.connect()
    client.call('quick')
    await world.turn()
    resolve(callBody('late'))
    await world.turn()
    expect([first.sent.length, second.sent.length]).toEqual([1, 1])
  })

  it('goes to another connection when its own is gone, or waits for one', async () => {
    const answers: ((body: Uint8Array) => void)[] = []
    world.rpc.answer = () => new Promise((resolve) => answers.push(resolve))
    const one = client.call('one')
    const two = client.call('two')
    await world.turn()
    client.connection.close('lost')
    answers[0]?.(callBody('1'))
    await world.turn()
    client.connect()
    client.say({ _: 'ping', pingId: 1n })
    answers[1]?.(callBody('2'))
    await world.turn()
    expect(client.answersTo(one).map(resultOf)).toEqual([callBody('1')])
    expect(client.answersTo(two).map(resultOf)).toEqual([callBody('2')])
  })

  it('that was given up is refused when its call comes again, which does not run twice', async () => {
    world = new World({ heldMessages: 8 })
    client = await world.client()
    const first = client.call('first')
    for (let count = 0; count < 20; count++) {
      client.call()
      await world.turn()
    }
    client.send(first)
    await world.turn()
    expect(client.codesFor(first)).toEqual([20])
    expect(world.rpc.calls).toHaveLength(21)
  })
})

describe('a push', () => {
  it('goes out at once to the connection heard last, and is content-related', async () => {
    client.connect()
    client.say({ _: 'ping', pingId: 1n })
    await world.turn()
    client.heard.length = 0
    sessionOf(client).push(callBody('update'))
    await world.turn()
    expect(client.heard.map((m) => m.body)).toEqual([callBody('update')])
    expect((client.heard[0]?.msgId ?? 0n) % 4n).toBe(3n)
    expect((client.heard[0]?.seqno ?? 0) % 2).toBe(1)
    expect(client.connection.sent.length).toBeGreaterThan(0)
  })

  it('follows the client back to a connection it used before', async () => {
    const first = client.connection
    const second = client.connect()
    client.say({ _: 'ping', pingId: 1n })
    client.connection = first
    client.say({ _: 'ping', pingId: 2n })
    await world.turn()
    const before = [first.sent.length, second.sent.length]
    sessionOf(client).push(callBody('update'))
    await world.turn()
    expect([first.sent.length, second.sent.length]).toEqual([(before[0] ?? 0) + 1, before[1]])
  })

  it('waits while the client is away and then comes in order', async () => {
    const session = sessionOf(client)
    client.connection.close('lost')
    expect(session.online).toBe(false)
    for (const name of ['1', '2', '3']) session.push(callBody(name))
    await world.turn()
    client.connect()
    client.say({ _: 'ping', pingId: 1n })
    await world.turn()
    const updates = client.heard.filter((m) => m.object === undefined).map((m) => m.body)
    expect(updates).toEqual(['1', '2', '3'].map((name) => callBody(name)))
    expect(world.rpc.events).toEqual(['opened', 'online', 'offline', 'online'])
  })

  it('beyond the bound forgets the session, which the client hears from new_session_created', async () => {
    world = new World({ heldMessages: 10 })
    client = await world.client()
    const session = sessionOf(client)
    client.connection.close('lost')
    for (let count = 0; count < 11; count++) session.push(callBody())
    expect(world.rpc.events).toEqual(['opened', 'online', 'offline', 'closed'])
    session.push(callBody('too late'))
    client.connect()
    const call = client.call()
    await world.turn()
    expect(client.heardOf('new_session_created').map((m) => m.object.firstMsgId)).toEqual([
      call.msgId,
    ])
    expect(client.heard.some((m) => m.object === undefined)).toBe(false)
    expect(world.server.stats()).toMatchObject({ overflows: 1, sessions: 1 })
  })

  it('never costs a connected client its session, acknowledging or not', async () => {
    world = new World({ heldMessages: 20, heldBytes: 4000 })
    client = await world.client()
    for (let count = 0; count < 200; count++) {
      sessionOf(client).push(callBody(`${count}`))
      client.call(`${count}`)
      await world.turn()
    }
    expect(client.heardOf('rpc_result')).toHaveLength(200)
    expect(world.rpc.events).toEqual(['opened', 'online'])
    expect(world.server.stats().heldBytes).toBeLessThanOrEqual(4000)
  })
})

describe('a session without a connection', () => {
  it('is forgotten after a while, aborting what runs', async () => {
    world.rpc.answer = () => new Promise(() => undefined)
    client.call()
    await world.turn()
    const [call] = world.rpc.calls
    expect(call?.signal.aborted).toBe(false)
    client.connection.close('lost')
    await world.pass(910_000)
    expect(world.rpc.events).toEqual(['opened', 'online', 'offline', 'closed'])
    expect(call?.signal.aborted).toBe(true)
    expect(world.server.stats()).toMatchObject({ sessions: 0, keys: 0, heldBytes: 0 })
  })

  it('is one whose every connection is gone, not just one of them', async () => {
    const first = client.connection
    client.connect()
    client.say({ _: 'ping', pingId: 1n })
    await world.turn()
    first.close('lost')
    expect(world.rpc.events).toEqual(['opened', 'online'])
    client.connection.close('lost')
    expect(world.rpc.events).toEqual(['opened', 'online', 'offline'])
  })

  it('is kept as long as one of its connections is there', async () => {
    await world.pass(2_000_000)
    expect(world.rpc.events).toEqual(['opened', 'online'])
  })
})
