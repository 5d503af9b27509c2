import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TRANSPORTS, clientSide, encryptedPacket, plainPacket } from './conformance/client-side.ts'
import { mtprotoClient, openSocket, startHarness, until } from './conformance/harness.ts'
import type { Harness } from './conformance/harness.ts'

/** Printed with every failure; set FUZZ_SEED to it to see the same bytes again. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)

const LIMITS = {
  firstPacketMs: 100,
  frameProgressMs: 100,
  lingerMs: 100,
  packetBytes: 4096,
  // Bounds that a leak of one in ten bad connections would reach.
  connections: 250,
  connectionsPerAddress: 250,
  pendingBytesTotal: 1 << 20,
}

/** Streams of well-behaved clients, to be spoilt. */
function goodStreams(): Buffer[] {
  const packets = [plainPacket(20), encryptedPacket(3), encryptedPacket(40)]
  const mtproto = TRANSPORTS.map(({ framing, dress }) => {
    const side = clientSide(framing, dress)
    return Buffer.concat([side.hello, ...packets.map((packet) => side.pack(packet))])
  })
  const inner = clientSide('intermediate')
  const tunnelled = Buffer.concat([inner.hello, inner.pack(plainPacket(20))])
  const texts = [
    'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
    'POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 24\r\n\r\n',
    'POST /apiw1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n18\r\n',
    'GET /apiws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n\x82\x05',
    'CONNECT a:1 HTTP/1.1\r\n\r\n',
    '\x05\x01\x00\x05\x01\x00\x03\x01a\x00\x50',
    '\x05\x01\x02\x01\x01u\x01p\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x50',
    '\x04\x01\x00\x50\x7f\x00\x00\x01\x00',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  ].map((text) => Buffer.concat([Buffer.from(text, 'latin1'), tunnelled]))
  return [...mtproto, ...texts]
}

const GOOD = goodStreams()

/** Bytes of a bad client: noise, or a good stream that was damaged at one or more places. */
const badStream = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc
    .record({
      good: fc.constantFrom(...GOOD),
      damage: fc.array(
        fc.record({
          kind: fc.constantFrom('flip', 'cut', 'double', 'insert'),
          where: fc.double({ min: 0, max: 0.999, noNaN: true }),
          bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    })
    .map(({ good, damage }) => damage.reduce(spoil, Buffer.from(good))),
)

function spoil(stream: Buffer, damage: { kind: string; where: number; bytes: Uint8Array }): Buffer {
  // Half of the damage goes to the first bytes, where everything is decided.
  const reach = damage.bytes.length % 2 === 0 ? stream.length : Math.min(stream.length, 80)
  const at = Math.floor(damage.where * reach)
  const [head, tail] = [stream.subarray(0, at), stream.subarray(at)]
  switch (damage.kind) {
    case 'flip':
      return Buffer.concat([
        head,
        Buffer.from(tail.subarray(0, 1).map((byte) => byte ^ (damage.bytes[0] ?? 1))),
        tail.subarray(1),
      ])
    case 'cut':
      return head
    case 'double':
      return Buffer.concat([head, tail, tail])
    default:
      return Buffer.concat([head, damage.bytes, tail])
  }
}

/**
 * Sends the bytes in pieces. Ends the connection itself only if the server took something for good and
 * answered; otherwise waits for the server to end it.
 */
async function beBad(server: Harness, bytes: Buffer, manner: number): Promise<void> {
  using client = await openSocket(server.port)
  const pieces = 1 + (manner % 3)
  const size = Math.max(1, Math.ceil(bytes.length / pieces))
  for (let at = 0; at < bytes.length; at += size) {
    client.socket.write(bytes.subarray(at, at + size))
    if (pieces > 1) await new Promise(setImmediate)
  }
  if (manner % 7 === 0) client.socket.end()
  // Not both: Node never closes a socket that is reset while its end is under way.
  else if (manner % 11 === 0) client.socket.resetAndDestroy()
  await until(() => client.isClosed || client.received.length > 0)
  if (client.isClosed) return
  await new Promise((resolve) => setTimeout(resolve, 20))
}

/** A client that goes on talking until told to stop; returns how many answers it got. */
async function talkOn(server: Harness, isOver: () => boolean): Promise<number> {
  using client = mtprotoClient(
    await openSocket(server.port),
    clientSide('intermediate', 'obfuscated'),
  )
  let answers = 0
  while (!isOver()) {
    const packet = encryptedPacket(1 + (answers % 50))
    client.send(packet)
    const item = await client.next()
    if (!('packet' in item) || !item.packet.equals(packet)) throw new Error('wrong answer')
    answers += 1
  }
  return answers
}

describe('2000 bad connections', () => {
  it('crash nothing, stall nobody, and leave nothing behind', { timeout: 60_000 }, async () => {
    await using server = await startHarness({ limits: LIMITS, httpHeadersMs: 100 })
    const cases = fc.sample(badStream, { numRuns: 2000, seed })
    let isOver = false
    const bystander = talkOn(server, () => isOver)
    await until(() => server.handler.packets.length > 0)
    const queue = cases.entries()
    const workers = Array.from({ length: 150 }, async () => {
      for (const [i, bytes] of queue) await beBad(server, bytes, i)
    })
    await Promise.all(workers)
    isOver = true
    expect(await bystander, `seed ${seed}`).toBeGreaterThan(100)
    await until(() => server.listener.connectionCount === 0)
    expect(server.webSockets.connectionCount, `seed ${seed}`).toBe(0)
    expect([...server.handler.open.keys()], `seed ${seed}`).toEqual([])
    expect(server.handler.closed.length).toBe(server.handler.connected.length)
    const bugs = server.log.filter((line) => line.level >= 50 || line.msg === 'connection refused')
    expect(bugs, `seed ${seed}`).toEqual([])
    using client = mtprotoClient(await openSocket(server.port), clientSide('full'))
    client.send(plainPacket(20))
    expect(await client.next()).toHaveProperty('packet')
  })
})

describe('every transport', () => {
  it.each(TRANSPORTS)('($name) survives noise after a good packet', async ({ framing, dress }) => {
    await using server = await startHarness({ limits: LIMITS })
    for (let round = 0; round < 20; round += 1) {
      const side = clientSide(framing, dress)
      using client = mtprotoClient(await openSocket(server.port), side)
      client.send(plainPacket(20))
      await client.next()
      client.socket.write(randomBytes(200))
      client.socket.end()
      await client.closed()
    }
    await until(() => server.listener.connectionCount === 0)
    expect(server.log.filter((line) => line.level >= 50)).toEqual([])
    expect(server.handler.closed).toHaveLength(20)
  })
})
