import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeMt } from '../../tl/mtproto.ts'
import { callBody, containerBody, type Client } from './conformance/client.ts'
import { World } from './conformance/world.ts'

let world: World
let client: Client
/** Ends the calls that run. */
let answer: () => void
const pong = encodeMt({ _: 'pong', msgId: 1n, pingId: 2n })

beforeEach(async () => {
  world = new World()
  client = await world.client()
  const { promise, resolve } = Promise.withResolvers<undefined>()
  answer = () => {
    resolve(undefined)
  }
  world.rpc.answer = () => promise.then(() => pong)
})
afterEach(() => world.server.close())

describe('a server that stops', () => {
  it.each(['tcp', 'http'] as const)('answers calls over %s that run', async (kind) => {
    const connection = client.connect(kind)
    const calls = ['a', 'b'].map((name) => client.message(callBody(name)))
    // So that the request would wait for much more to send.
    const wait = { _: 'http_wait', maxDelay: 9000, waitAfter: 9000, maxWait: 9000 } as const
    client.send(client.container([...calls, client.service(wait, true)]))
    await world.turn()
    expect(world.rpc.calls).toHaveLength(2)
    const drained = world.server.drain()
    answer()
    await drained
    await world.server.close()
    expect(calls.map((call) => client.answersTo(call).length)).toEqual([1, 1])
    expect(connection.closed).toBeDefined()
  })

  it('carries out nothing that comes while it waits for those that run', async () => {
    const running = client.call('begun')
    await world.turn()
    const drained = world.server.drain()
    const late = client.call('late')
    const other = await world.rawClient()
    other.send(other.message(containerBody([other.message(callBody())]), false))
    answer()
    await drained
    expect(world.rpc.calls).toHaveLength(1)
    expect([client.answersTo(running).length, client.answersTo(late).length]).toEqual([1, 0])
  })

  it('does not wait for a call that never ends', async () => {
    await world.server.close()
    world = new World({ drainMs: 1 })
    world.rpc.answer = () => new Promise(() => undefined)
    client = await world.client()
    client.call()
    await world.turn()
    await world.server.drain()
    await world.server.close()
    expect(client.connection.closed).toBe('the server stops')
  })
})
