import { beforeEach, describe, expect, it } from 'vitest'
import { callBody, containerBody, gzipped, resultOf } from './conformance/client.ts'
import type { Client } from './conformance/client.ts'
import { World } from './conformance/world.ts'
import { quickAckToken } from './envelope.ts'
import { msgIdAt } from './msg-ids.ts'
import { sha256 } from '../crypto/hash.ts'

let world: World
let client: Client

beforeEach(async () => {
  world = new World()
  client = await world.client()
})

describe('a packet', () => {
  it('is answered with the result of its call', async () => {
    const call = client.call('hello')
    await world.turn()
    const [answer] = client.answersTo(call)
    expect(answer && resultOf(answer)).toEqual(callBody('hello'))
    expect(answer?.msgId).toSatisfy((id: bigint) => id % 4n === 1n)
    expect((answer?.seqno ?? 0) % 2).toBe(1)
  })

  it.each([
    ['one changed bit', (packet: Buffer) => packet.writeUInt8(packet.readUInt8(40) ^ 1, 40)],
    ['another msg_key', (packet: Buffer) => packet.writeUInt8(packet.readUInt8(9) ^ 1, 9)],
  ])('with %s gets -404 and the connection ends', async (_, damage) => {
    const packet = client.encrypt(client.message(callBody()))
    damage(packet)
    client.connection.deliver(packet)
    await world.turn()
    expect(client.connection.errors).toEqual([-404])
    expect(client.connection.closed).toBeDefined()
    expect(world.rpc.calls).toHaveLength(0)
  })

  it.each([
    ['less than 12 bytes of padding', { padding: 8 }],
    ['more than 1024 bytes of padding', { padding: 1032 }],
    ['a length beyond its end', { length: 4096 }],
    ['a negative length', { length: -8 }],
    ['a length that is no multiple of 4', { length: 7 }],
    ['a length of zero', { length: 0 }],
  ])('with %s looks like one that does not decrypt', async (_, faults) => {
    client.send(client.message(callBody()), faults)
    await world.turn()
    expect(client.connection.errors).toEqual([-404])
    expect(world.rpc.calls).toHaveLength(0)
  })

  it('of an unknown key gets -404', async () => {
    const packet = client.encrypt(client.message(callBody()))
    packet.writeUInt8(packet.readUInt8(0) ^ 1, 0)
    client.connection.deliver(packet)
    await world.turn()
    expect(client.connection.errors).toEqual([-404])
  })

  it('too short for any message gets -404', async () => {
    client.connection.deliver(Buffer.from([1, 2, 3, 4]))
    await world.turn()
    expect(client.connection.errors).toEqual([-404])
  })

  it('may carry up to 15 bytes that the padded transport left behind it', async () => {
    const call = client.message(callBody())
    client.connection.deliver(Buffer.concat([client.encrypt(call), Buffer.alloc(15, 0xaa)]))
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
  })

  it('is quickly acknowledged by the first 32 bits of its hash when asked for', async () => {
    const call = client.message(callBody())
    client.connection.deliver(client.encrypt(call), true)
    await world.turn()
    const [token] = client.connection.quickAcks
    expect(token).toBeGreaterThanOrEqual(0x8000_0000)
    expect(client.answersTo(call)).toHaveLength(1)
  })

  it('has a quick ack token made of the key and the padded plaintext', () => {
    const plain = Buffer.alloc(48, 5)
    const hash = sha256(client.key.subarray(88, 120), plain)
    const token = quickAckToken(client.key, plain)
    expect(token & 0x7fff_ffff).toBe(hash.readUInt32LE(0) & 0x7fff_ffff)
    expect(token).toBeGreaterThanOrEqual(0x8000_0000)
  })
})

describe('a msg_id', () => {
  it.each([
    ['more than 300 s old', -302, 16],
    ['more than 30 s ahead', 32, 17],
  ])('%s is refused, and the notification carries the right time', async (_, offset, code) => {
    const call = client.message(callBody())
    call.msgId = msgIdAt(world.clock.ms + offset * 1000)
    client.send(call)
    await world.turn()
    expect(client.codesFor(call)).toEqual([code])
    expect(Number((client.heard.at(-1)?.msgId ?? 0n) >> 32n)).toBe(world.clock.now())
    expect(world.rpc.calls).toHaveLength(0)
  })

  it.each([
    ['299 s old', -299],
    ['29 s ahead', 29],
  ])('%s is accepted', async (_, offset) => {
    const fresh = await world.rawClient()
    fresh.send(fresh.message(callBody()))
    await world.turn()
    const call = fresh.message(callBody())
    call.msgId = msgIdAt(world.clock.ms + offset * 1000)
    fresh.send(call)
    await world.turn()
    expect(fresh.codesFor(call)).toEqual([])
    expect(fresh.answersTo(call)).toHaveLength(1)
  })

  it.each([1n, 2n, 3n])('that is %s modulo 4 is refused with code 18', async (rest) => {
    const call = client.message(callBody())
    call.msgId += rest
    client.send(call)
    await world.turn()
    expect(client.codesFor(call)).toEqual([18])
  })

  it('below everything that is remembered is refused with code 20', async () => {
    world = new World({ rememberedMessages: 8 })
    client = await world.client()
    const late = client.message(callBody('late'))
    for (let count = 0; count < 12; count++) client.call()
    await world.turn()
    client.send(late)
    await world.turn()
    expect(client.codesFor(late)).toEqual([20])
    expect(world.rpc.calls).toHaveLength(12)
  })
})

describe('a sequence number', () => {
  it('that is even on a call is refused with code 35', async () => {
    const call = client.send(client.message(callBody(), false))
    await world.turn()
    expect(client.codesFor(call)).toEqual([35])
    expect(world.rpc.calls).toHaveLength(0)
  })

  it('that is odd on an acknowledgment passes, as mtcute sends it', async () => {
    const ack = client.say({ _: 'msgs_ack', msgIds: [1n] }, true)
    await world.turn()
    expect(client.codesFor(ack)).toEqual([])
  })

  it('that is odd on a container is refused with code 34 and nothing inside runs', async () => {
    const call = client.message(callBody())
    const container = client.send(client.message(containerBody([call]), true))
    await world.turn()
    expect(client.codesFor(container)).toEqual([34])
    expect(world.rpc.calls).toHaveLength(0)
  })

  it.each([true, false])('of either parity (%s) is taken on a ping', async (content) => {
    const ping = client.say({ _: 'ping', pingId: 77n }, content)
    await world.turn()
    expect(client.heardOf('pong').map((m) => m.object)).toEqual([
      { _: 'pong', msgId: ping.msgId, pingId: 77n },
    ])
  })

  it('is counted by what is inside gzip_packed', async () => {
    const call = client.send(client.message(gzipped(callBody('packed'))))
    const even = client.send(client.message(gzipped(callBody('packed')), false))
    await world.turn()
    expect(client.answersTo(call).map(resultOf)).toEqual([callBody('packed')])
    expect(client.codesFor(even)).toEqual([35])
  })

  it('not above that of an earlier call is refused with code 32', async () => {
    const first = client.call()
    const second = client.message(callBody())
    second.seqno = first.seqno
    client.send(second)
    await world.turn()
    expect(client.codesFor(second)).toEqual([32])
    expect(client.heardOf('bad_msg_notification')[0]?.object.badMsgSeqno).toBe(second.seqno)
    expect(client.answersTo(first)).toHaveLength(1)
    expect(world.rpc.calls).toHaveLength(1)
  })

  it('equal to that of a later call is refused with code 33', async () => {
    const early = client.message(callBody())
    const late = client.call()
    early.seqno = late.seqno
    client.send(early)
    await world.turn()
    expect(client.codesFor(early)).toEqual([33])
  })

  it('may be higher on a lower msg_id, as after a correction of the client clock', async () => {
    const early = client.message(callBody())
    const late = client.call()
    early.seqno = late.seqno + 2
    client.send(early)
    await world.turn()
    expect(client.codesFor(early)).toEqual([])
    expect(client.answersTo(early)).toHaveLength(1)
  })
})

describe('a repeated message', () => {
  it('gets the stored answer under its old msg_id in a new container, without a second run', async () => {
    const call = client.call('once')
    await world.turn()
    client.send(call)
    await world.turn()
    const answers = client.answersTo(call)
    expect(answers).toHaveLength(2)
    expect(answers[1]?.msgId).toBe(answers[0]?.msgId)
    expect(answers[1]?.seqno).toBe(answers[0]?.seqno)
    expect(answers[1]?.container).toBeGreaterThan(answers[1]?.msgId ?? 0n)
    expect(world.rpc.calls).toHaveLength(1)
  })

  it('gets word of a large answer instead of the answer', async () => {
    world.rpc.answer = () => Promise.resolve(Buffer.concat([callBody(), world.noise(64 * 1024)]))
    const call = client.call()
    await world.turn()
    client.send(call)
    await world.turn()
    const [answer] = client.answersTo(call)
    expect(client.answersTo(call)).toHaveLength(1)
    expect(client.heardOf('msg_detailed_info').map((m) => m.object)).toEqual([
      {
        _: 'msg_detailed_info',
        msgId: call.msgId,
        answerMsgId: answer?.msgId,
        bytes: answer?.body.length,
        status: 0,
      },
    ])
  })

  it('is acknowledged while its call still runs, and answered once', async () => {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    world.rpc.answer = () => promise
    const call = client.call()
    client.send(call)
    const next = client.say({ _: 'ping', pingId: 5n })
    await world.turn()
    expect(client.heardOf('msgs_ack').flatMap((m) => m.object.msgIds)).toContain(call.msgId)
    expect(client.heardOf('pong').at(-1)?.object.msgId).toBe(next.msgId)
    resolve(callBody('slow'))
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
    expect(world.rpc.calls).toHaveLength(1)
  })

  it('whose answer was acknowledged is only acknowledged', async () => {
    const call = client.call()
    await world.turn()
    client.ackAll()
    client.send(call)
    client.say({ _: 'ping', pingId: 6n })
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
    expect(client.heardOf('msgs_ack').flatMap((m) => m.object.msgIds)).toContain(call.msgId)
    expect(world.rpc.calls).toHaveLength(1)
  })
})

describe('packed and malformed bodies', () => {
  it('refuses a gzip bomb without running anything', async () => {
    const bomb = gzipped(Buffer.alloc(64 * 1024 * 1024))
    const call = client.send(client.message(bomb))
    await world.turn()
    expect(world.rpc.calls).toHaveLength(0)
    const [answer] = client.answersTo(call)
    expect(answer && resultOf(answer).includes('INPUT_FETCH_ERROR')).toBe(true)
  })

  it.each([
    ['damaged gzip', () => gzipped(callBody()).fill(0x55, 12)],
    ['gzip inside gzip', () => gzipped(gzipped(callBody()))],
    ['a length beyond its end', () => Buffer.from('a1cf723040000000', 'hex')],
  ])('answers %s with an error', async (_, body) => {
    const call = client.send(client.message(body()))
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
    expect(world.rpc.calls).toHaveLength(0)
  })

  it('refuses a packed container with code 64', async () => {
    const inner = client.message(callBody())
    const packed = client.send(client.message(gzipped(containerBody([inner]))))
    await world.turn()
    expect(client.codesFor(packed)).toEqual([64])
    expect(world.rpc.calls).toHaveLength(0)
  })

  it('gives unknown constructors to the RPC layer', async () => {
    const call = client.send(client.message(Buffer.from('efbeadde', 'hex')))
    await world.turn()
    expect(world.rpc.calls.map((c) => c.body.toString('hex'))).toEqual(['efbeadde'])
    expect(client.answersTo(call)).toHaveLength(1)
  })
})
