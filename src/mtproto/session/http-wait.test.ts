import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeTimers, realTimers } from '../../core/testing.ts'
import { callBody, resultOf } from './conformance/client.ts'
import type { Client } from './conformance/client.ts'
import { World } from './conformance/world.ts'
import type { MemoryConnection } from './conformance/world.ts'

let world: World
let client: Client

beforeEach(async () => {
  fakeTimers()
  world = new World()
  client = await world.rawClient()
  client.connection.close('only HTTP from here')
  client.connect('http')
  client.salt = await world.saltOf(client)
  client.call('first')
  await world.turn()
  client.connect('http')
  client.ackAll()
  await world.turn()
  client.heard.length = 0
  world.rpc.calls.length = 0
  world.rpc.events.length = 0
})

afterEach(async () => {
  await world.server.close()
  realTimers()
})

/** A request with http_wait and nothing else. */
function poll(maxDelay: number, waitAfter: number, maxWait: number): MemoryConnection {
  const request = client.connect('http')
  client.say({ _: 'http_wait', maxDelay, waitAfter, maxWait })
  return request
}

function push(name: string): void {
  world.server.sessionsOfKey(client.keyWire.toString('hex')).at(0)?.push(callBody(name))
}

describe('an HTTP request', () => {
  it('with a call is answered by its result, once and in one packet', async () => {
    const request = client.connect('http')
    const call = client.call('hello')
    await world.turn()
    expect(client.answersTo(call).map(resultOf)).toEqual([callBody('hello')])
    expect(request.sent).toHaveLength(1)
    expect(request.closed).toBe('answered')
  })

  it('waits for its slow call', async () => {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    world.rpc.answer = () => promise
    const request = client.connect('http')
    const call = client.call()
    await world.pass(3000)
    expect(request.sent).toHaveLength(0)
    resolve(callBody('slow'))
    await world.pass(500)
    expect(client.answersTo(call)).toHaveLength(1)
    expect(request.closed).toBe('answered')
  })

  it('is answered after 25 s at the latest, and the call by a later request', async () => {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    world.rpc.answer = () => promise
    const request = client.connect('http')
    const call = client.call()
    await world.pass(26_000)
    expect(request.closed).toBe('answered')
    resolve(callBody('slow'))
    poll(0, 0, 1000)
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
  })

  it('with several calls gathers their answers', async () => {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    world.rpc.answer = (call) => (call.body.includes('b') ? promise : Promise.resolve(call.body))
    const request = client.connect('http')
    client.send(client.container(['a', 'b'].map((name) => client.message(callBody(name)))))
    await world.turn()
    expect(request.sent).toHaveLength(0)
    resolve(callBody('b'))
    await world.turn()
    expect(client.heardOf('rpc_result')).toHaveLength(2)
    expect(request.sent).toHaveLength(1)
  })

  it('that only acknowledges is answered at once with an empty container', async () => {
    client.call()
    const request = client.connect('http')
    client.say({ _: 'msgs_ack', msgIds: [1n] })
    await world.turn()
    expect(request.sent).toHaveLength(1)
    expect(request.closed).toBe('answered')
  })

  it('that is refused is answered by the notification', async () => {
    const request = client.connect('http')
    client.salt = 99n
    const call = client.call()
    await world.turn()
    expect(client.codesFor(call)).toEqual([48])
    expect(request.closed).toBe('answered')
  })

  it('whose client leaves early leaves its answer to the next one', async () => {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    world.rpc.answer = () => promise
    const request = client.connect('http')
    const call = client.call()
    await world.turn()
    request.close('the client did not wait for the answer')
    resolve(callBody('late'))
    await world.turn()
    poll(0, 0, 1000)
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
  })
})

describe('a message that is asked for again', () => {
  it('comes with the next HTTP request when the asking one was broken off', async () => {
    client.connect('http')
    const call = client.call()
    await world.turn()
    const [answer] = client.answersTo(call)
    const request = client.connect('http')
    client.say({ _: 'msg_resend_req', msgIds: [answer?.msgId ?? 0n] })
    request.close('the client did not wait for the answer')
    await world.turn()
    poll(0, 0, 1000)
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(2)
  })
})

describe('answers that do not fit one packet', () => {
  it('come with one HTTP request after the other', async () => {
    world = new World({ outgoingContainerMessages: 2 })
    client = await world.client()
    client.connection.close('only HTTP from here')
    const request = client.connect('http')
    const calls = Array.from({ length: 5 }, (_, index) => client.message(callBody(`${index}`)))
    client.send(client.container(calls))
    await world.turn()
    expect(request.sent).toHaveLength(1)
    const counts = [client.heardOf('rpc_result').length]
    for (let polls = 0; polls < 2; polls++) {
      poll(0, 0, 0)
      await world.turn()
      counts.push(client.heardOf('rpc_result').length)
    }
    expect(counts).toEqual([2, 4, 5])
    expect(calls.map((call) => client.answersTo(call).length)).toEqual([1, 1, 1, 1, 1])
  })
})

describe('http_wait', () => {
  it('brings what comes within max_wait', async () => {
    const request = poll(0, 0, 25_000)
    await world.pass(10_000)
    expect(request.sent).toHaveLength(0)
    push('update')
    await world.turn()
    expect(client.heard.map((m) => m.body)).toEqual([callBody('update')])
    expect(request.closed).toBe('answered')
  })

  it('is answered with an empty container after max_wait', async () => {
    const request = poll(0, 0, 5000)
    await world.pass(4500)
    expect(request.sent).toHaveLength(0)
    await world.pass(1000)
    expect(request.sent).toHaveLength(1)
    expect(client.heard).toEqual([])
  })

  it('with max_wait 0 is answered at once, and what is not ready goes to the long poll', async () => {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    world.rpc.answer = () => promise
    const long = poll(0, 0, 25_000)
    const request = client.connect('http')
    const call = client.message(callBody())
    const wait = client.service({ _: 'http_wait', maxDelay: 30, waitAfter: 10, maxWait: 0 })
    client.send(client.container([call, wait]))
    await world.turn()
    expect(request.closed).toBe('answered')
    expect(long.sent).toHaveLength(0)
    resolve(callBody('result'))
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
    expect(long.closed).toBe('answered')
  })

  it('waits max_delay after the first message for more', async () => {
    const request = poll(3000, 3000, 25_000)
    push('1')
    await world.pass(1000)
    push('2')
    await world.pass(1000)
    expect(request.sent).toHaveLength(0)
    await world.pass(2000)
    expect(client.heard.map((m) => m.body)).toEqual([callBody('1'), callBody('2')])
    expect(request.sent).toHaveLength(1)
  })

  it('goes before max_delay when nothing more comes for wait_after', async () => {
    const request = poll(20_000, 1000, 25_000)
    push('1')
    await world.pass(1500)
    expect(request.sent).toHaveLength(1)
  })

  it('outside HTTP is ignored', async () => {
    client.connect('tcp')
    client.say({ _: 'http_wait', maxDelay: 0, waitAfter: 0, maxWait: 60_000 })
    const call = client.call()
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
  })
})

describe('a session that speaks HTTP', () => {
  it('stays online between its requests and for a while after the last one', async () => {
    client.connect('http')
    client.call()
    await world.pass(10_000)
    client.connect('http')
    client.call()
    await world.pass(20_000)
    expect(world.rpc.events).toEqual([])
    await world.pass(30_000)
    expect(world.rpc.events).toEqual(['offline'])
    client.connect('http')
    client.call()
    await world.turn()
    expect(world.rpc.events).toEqual(['offline', 'online'])
  })

  it('does not get an answer twice although it acknowledges late', async () => {
    client.connect('http')
    const call = client.call()
    await world.turn()
    client.connect('http')
    client.call()
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
  })
})
