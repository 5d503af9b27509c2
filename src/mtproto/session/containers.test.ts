import { beforeEach, describe, expect, it } from 'vitest'
import { callBody, containerBody, gzipped, resultOf } from './conformance/client.ts'
import type { Client, Outgoing } from './conformance/client.ts'
import { World } from './conformance/world.ts'

let world: World
let client: Client

beforeEach(async () => {
  world = new World()
  client = await world.client()
})

describe('a client container', () => {
  it('has each of its messages answered, in one packet', async () => {
    const calls = ['a', 'b', 'c'].map((name) => client.message(callBody(name)))
    const ping = client.service({ _: 'ping', pingId: 3n })
    client.send(client.container([...calls, ping]))
    await world.turn()
    expect(calls.map((call) => client.answersTo(call).map(resultOf))).toEqual([
      [callBody('a')],
      [callBody('b')],
      [callBody('c')],
    ])
    expect(client.heardOf('pong')).toHaveLength(1)
    expect(client.connection.sent).toHaveLength(1)
  })

  it('runs its calls in the order in which they stand', async () => {
    const calls = Array.from({ length: 50 }, (_, index) => client.message(callBody(`${index}`)))
    client.send(client.container(calls))
    await world.turn()
    expect(world.rpc.calls.map((call) => call.msgId)).toEqual(calls.map((call) => call.msgId))
  })

  it('may hold 1024 messages and no more', async () => {
    const many = (count: number): Outgoing[] =>
      Array.from({ length: count }, () => client.message(callBody()))
    client.send(client.container(many(1024)))
    await world.turn()
    expect(world.rpc.calls).toHaveLength(1024)
    const tooMany = client.send(client.container(many(1025)))
    await world.turn()
    expect(client.codesFor(tooMany)).toEqual([64])
    expect(world.rpc.calls).toHaveLength(1024)
  })

  it('full of gzip bombs runs no more of them than one packet may hold', async () => {
    const large = Buffer.concat([callBody(), Buffer.alloc(3 * 1024 * 1024)])
    const bombs = Array.from({ length: 20 }, () => client.message(gzipped(large)))
    client.send(client.container(bombs))
    await world.turn()
    expect(world.rpc.calls).toHaveLength(1)
    const refused = bombs.slice(1).flatMap((bomb) => client.answersTo(bomb).map(resultOf))
    expect(refused).toHaveLength(19)
    expect(refused.every((answer) => answer.includes('INPUT_FETCH_ERROR'))).toBe(true)
  })

  it('may be empty', async () => {
    const container = client.send(client.container([]))
    await world.turn()
    expect(client.codesFor(container)).toEqual([])
    expect(client.connection.closed).toBeUndefined()
  })

  it.each([
    ['a container', (inner: Outgoing) => containerBody([inner])],
    ['a msg_copy', () => Buffer.from('b24660e0000000000000000000000000', 'hex')],
  ])('with %s inside is refused with code 64', async (_, body) => {
    const nested = client.message(body(client.message(callBody())), false)
    const outer = client.send(client.container([nested]))
    await world.turn()
    expect(client.codesFor(outer)).toEqual([64])
    expect(world.rpc.calls).toHaveLength(0)
  })

  it.each([
    ['claims more messages than it has', (body: Buffer) => body.writeUInt32LE(3, 4)],
    ['has bytes left over', (body: Buffer) => body.writeUInt32LE(1, 4)],
    ['claims four thousand million messages', (body: Buffer) => body.writeUInt32LE(0xffff_ffff, 4)],
    ['has a message longer than itself', (body: Buffer) => body.writeUInt32LE(0xffff_fffc, 20)],
    ['has a message of no length', (body: Buffer) => body.writeUInt32LE(0, 20)],
    ['has a message of odd length', (body: Buffer) => body.writeUInt32LE(9, 20)],
  ])('that %s is refused with code 64', async (_, damage) => {
    const body = containerBody([client.message(callBody()), client.message(callBody())])
    damage(body)
    const container = client.send(client.message(body, false))
    await world.turn()
    expect(client.codesFor(container)).toEqual([64])
    expect(world.rpc.calls).toHaveLength(0)
  })

  it('with a message that is not older than itself is refused with code 64', async () => {
    const container = client.container([])
    const younger = client.message(callBody())
    container.body = containerBody([younger])
    client.send(container)
    await world.turn()
    expect(client.codesFor(container)).toEqual([64])
  })

  it('whose msg_id came before is refused with code 19 and runs nothing twice', async () => {
    const other = client.message(callBody('other'))
    const container = client.send(client.container([client.message(callBody())]))
    await world.turn()
    client.send({ ...container, body: containerBody([other]) })
    await world.turn()
    expect(client.codesFor(container)).toEqual([19])
    expect(world.rpc.calls).toHaveLength(1)
  })

  it('may bring a message again that came before, which then does not run twice', async () => {
    const call = client.call('once')
    await world.turn()
    client.send(client.container([call, client.message(callBody('new'))]))
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(2)
    expect(world.rpc.calls).toHaveLength(2)
  })

  it('may bring a message that is too old to stand alone', async () => {
    const old = client.message(callBody('old'))
    world.clock.ms += 400_000
    client.send(client.container([old]))
    await world.turn()
    expect(client.codesFor(old)).toEqual([])
    expect(client.answersTo(old)).toHaveLength(1)
  })

  it('ends where one of its calls ends the session', async () => {
    world.rpc.answer = (call) => {
      world.server.dropAll()
      return Promise.resolve(call.body)
    }
    client.send(client.container([client.message(callBody()), client.message(callBody())]))
    await world.turn()
    expect(world.rpc.calls).toHaveLength(1)
    expect(world.server.stats()).toMatchObject({ sessions: 0, heldBytes: 0 })
  })

  it('loses only the message that is wrong in itself', async () => {
    const good = client.message(callBody('good'))
    const bits = client.message(callBody('bits'))
    bits.msgId += 2n
    const even = client.message(callBody('even'), false)
    client.send(client.container([good, bits, even]))
    await world.turn()
    expect(client.answersTo(good)).toHaveLength(1)
    expect(client.codesFor(bits)).toEqual([18])
    expect(client.codesFor(even)).toEqual([35])
    expect(world.rpc.calls).toHaveLength(1)
  })
})

describe('server packets', () => {
  it('hold the answers that become ready in one turn, whatever their calls came in', async () => {
    for (let count = 0; count < 20; count++) client.call()
    await world.turn()
    expect(client.heardOf('rpc_result')).toHaveLength(20)
    expect(client.connection.sent).toHaveLength(1)
  })

  it('are split at the limits of messages and bytes', async () => {
    world = new World({ outgoingContainerMessages: 4, outgoingContainerBytes: 1000 })
    client = await world.client()
    client.send(client.container(Array.from({ length: 10 }, () => client.message(callBody()))))
    await world.turn()
    expect(client.connection.sent).toHaveLength(3)
    world.rpc.answer = () => Promise.resolve(Buffer.alloc(900, 1))
    client.send(client.container(Array.from({ length: 3 }, () => client.message(callBody()))))
    await world.turn()
    expect(client.connection.sent).toHaveLength(6)
  })

  it('hold nothing behind an error, where GramJS would not see it', async () => {
    const failure = Buffer.from('19ca442191010000034e4f5400000000', 'hex')
    const bodies = [callBody('first'), failure, failure, callBody('last')]
    world.rpc.answer = (call) => Promise.resolve(bodies[call.body.readUInt32LE(8)] ?? failure)
    const calls = bodies.map((_, index) => client.message(callBody(Buffer.of(index, 0, 0, 0))))
    client.send(client.container(calls))
    await world.turn()
    const answers = calls.flatMap((call) => client.answersTo(call))
    expect(answers.map(resultOf)).toEqual(bodies)
    expect(answers.map((answer) => answer.container === undefined)).toEqual([
      false,
      false,
      true,
      true,
    ])
    expect(client.connection.sent).toHaveLength(3)
  })

  it('have rising identifiers: first the messages, then their container', async () => {
    for (let round = 0; round < 5; round++) {
      client.call()
      client.call()
      await world.turn()
    }
    const ids = client.heard.map((message) => message.msgId)
    expect(ids).toEqual([...ids].sort((a, b) => Number(a - b)))
    for (const message of client.heard) {
      expect(message.container ?? message.msgId + 1n).toBeGreaterThan(message.msgId)
    }
    expect(client.packetIds).toEqual([...client.packetIds].sort((a, b) => Number(a - b)))
  })

  it('number content-related messages one after another', async () => {
    for (let count = 0; count < 6; count++) client.call()
    client.say({ _: 'ping', pingId: 1n })
    await world.turn()
    const odd = client.heard.map((m) => m.seqno).filter((seqno) => seqno & 1)
    const first = odd[0] ?? 0
    expect(odd).toEqual(odd.map((_, index) => first + index * 2))
    expect((client.heardOf('pong')[0]?.seqno ?? 1) % 2).toBe(0)
  })

  it('pack large answers when that makes them smaller, and only then', async () => {
    const text = Buffer.alloc(20_000, 'invite ')
    const noise = world.noise(20_000)
    world.rpc.answer = (call) => Promise.resolve(call.body.includes('text') ? text : noise)
    const packed = client.call('text')
    const plain = client.call('noise')
    await world.turn()
    const [packedAnswer] = client.answersTo(packed)
    const [plainAnswer] = client.answersTo(plain)
    expect(packedAnswer?.body.length).toBeLessThan(1000)
    expect(packedAnswer && resultOf(packedAnswer)).toEqual(text)
    expect(plainAnswer && resultOf(plainAnswer)).toEqual(noise)
    expect(plainAnswer?.body.length).toBe(12 + noise.length)
  })

  it('carry the salt of the half hour', async () => {
    client.call()
    await world.turn()
    client.say({ _: 'get_future_salts', num: 1 })
    await world.turn()
    const [salts] = client.heardOf('future_salts')
    expect(client.salts.at(-1)).toBe(salts?.object.salts[0]?.salt)
  })
})
