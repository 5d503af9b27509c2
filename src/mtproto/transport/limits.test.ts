import { describe, expect, it } from 'vitest'
import {
  FRAMINGS,
  TRANSPORTS,
  clientSide,
  encryptedPacket,
  plainPacket,
} from './conformance/client-side.ts'
import type { ClientSide } from './conformance/client-side.ts'
import {
  mtprotoClient,
  openSocket,
  recordingHandler,
  startHarness,
  until,
} from './conformance/harness.ts'
import type { Harness, TestClient } from './conformance/harness.ts'
import { transportLimits } from './limits.ts'

/** Long enough to never be reached in a test. */
const NEVER = 1_000_000

async function openClient(server: Harness, side: ClientSide): Promise<TestClient> {
  return mtprotoClient(await openSocket(server.port), side)
}

describe('transportLimits', () => {
  it('replaces single defaults', () => {
    expect(transportLimits({ packetBytes: 5 })).toMatchObject({ packetBytes: 5, lingerMs: 2_000 })
  })

  it('refuses a limit that is not above zero', () => {
    expect(() => transportLimits({ connections: 0 })).toThrow(/connections/)
    expect(() => transportLimits({ idleMs: Number.NaN })).toThrow(/idleMs/)
  })
})

describe('a client that says too little', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['half a verb', Buffer.from('GE')],
    ['half an obfuscated header', Buffer.alloc(40, 9)],
    ['half a SOCKS5 greeting', Buffer.from([5, 3, 0])],
    ['half an HTTP CONNECT', Buffer.from('CONNECT a:1 HTTP/1.1\r\n')],
  ])('(%s) is cut off with the reason in the log', async (_, bytes) => {
    await using server = await startHarness({ limits: { firstPacketMs: 50 } })
    using client = await openSocket(server.port)
    client.socket.write(bytes)
    await client.closed()
    expect(server.cutOffs()).toEqual(['said nothing to the point within 50 ms'])
    expect(server.log.find((line) => line.msg === 'connection cut off')).toMatchObject({
      level: 40,
      remote: expect.stringMatching(/^127/),
      transport: expect.any(String),
    })
    await until(() => server.listener.connectionCount === 0)
  })

  it.each(FRAMINGS)('(a %s tag and half a frame header) is cut off', async (framing) => {
    await using server = await startHarness({
      limits: { firstPacketMs: 50, frameProgressMs: NEVER },
    })
    const side = clientSide(framing)
    using client = await openClient(server, side)
    const frame = side.pack(encryptedPacket(200))
    const header = framing === 'full' ? frame.subarray(0, 7) : frame.subarray(0, 3)
    client.socket.write(Buffer.concat([side.hello, header]))
    await client.closed()
    expect(server.cutOffs()).toHaveLength(1)
    expect(server.cutOffs()[0]).toMatch(/within 50 ms/)
  })

  it('(after a proxy handshake) is cut off', async () => {
    await using server = await startHarness({ limits: { firstPacketMs: 50 } })
    using client = await openSocket(server.port)
    client.socket.write(Buffer.from([5, 1, 0]))
    await client.read(2)
    client.socket.write(Buffer.from([5, 1, 0, 1, 1, 2, 3, 4, 0, 80]))
    await client.closed()
    expect(server.log.find((line) => line.msg === 'connection cut off')?.transport).toBe('socks5')
  })

  it('(to the HTTP server) is cut off by it', async () => {
    await using server = await startHarness({ httpHeadersMs: 50 })
    using client = await openSocket(server.port)
    client.socket.write('POST /api HTTP/1.1\r\nHost:')
    await client.closed()
    expect(client.received.toString()).toMatch(/^HTTP\/1\.1 408/)
    await until(() => server.listener.connectionCount === 0)
  })
})

describe.each(TRANSPORTS)('a client of $name', ({ framing, dress }) => {
  it('that stops in the middle of its first frame is cut off', async () => {
    await using server = await startHarness({
      limits: { frameProgressMs: 50, firstPacketMs: NEVER },
    })
    const side = clientSide(framing, dress)
    using client = await openClient(server, side)
    client.socket.write(
      Buffer.concat([side.hello, side.pack(encryptedPacket(200)).subarray(0, -1)]),
    )
    await client.closed()
    expect(server.cutOffs()).toMatchObject([
      expect.stringMatching(/^stopped after 3\d\d\d bytes of a frame$/),
    ])
    expect(server.handler.packets).toEqual([])
    expect(server.handler.closed).toHaveLength(1)
  })

  it('that announces a packet over the limit is cut off before it sends it', async () => {
    await using server = await startHarness({ limits: { packetBytes: 1000 } })
    const side = clientSide(framing, dress)
    using client = await openClient(server, side)
    client.socket.write(
      Buffer.concat([side.hello, side.pack(encryptedPacket(100)).subarray(0, 16)]),
    )
    await client.closed()
    expect(server.cutOffs()[0]).toMatch(/over the limit of 10|first full frame of 1636 bytes/)
    expect(server.handler.packets).toEqual([])
  })
})

describe('a client that has begun a later frame', () => {
  it('is cut off when it sends less than the least per time, byte by byte', async () => {
    await using server = await startHarness({
      limits: { frameProgressMs: 60, frameProgressBytes: 1000 },
    })
    const side = clientSide('intermediate')
    using client = await openClient(server, side)
    client.send(plainPacket(4))
    await client.next()
    const frame = side.pack(encryptedPacket(5000))
    let sent = 0
    while (!client.isClosed) {
      client.socket.write(frame.subarray(sent, sent + 1))
      sent += 1
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    expect(server.cutOffs()).toMatchObject([
      expect.stringMatching(/^stopped after \d+ bytes of a frame$/),
    ])
    expect(sent).toBeLessThan(frame.length)
  })
})

describe('an idle client', () => {
  it('is closed after the idle time', async () => {
    await using server = await startHarness({ limits: { idleMs: 60 } })
    using client = await openClient(server, clientSide('intermediate'))
    client.send(plainPacket(4))
    await client.next()
    await client.closed()
    expect(server.cutOffs()).toEqual(['idle for 60 ms'])
  })
})

describe('a client that does not read', () => {
  it('is cut off when too much waits for it', async () => {
    const handler = recordingHandler((connection, packet) => {
      const answer = Buffer.alloc(1 << 20, packet)
      for (let i = 0; i < 64; i += 1) connection.send(answer)
    })
    await using server = await startHarness({ handler, limits: { writeBufferBytes: 1 << 20 } })
    using client = await openSocket(server.port)
    client.socket.pause()
    const side = clientSide('intermediate')
    client.socket.write(Buffer.concat([side.hello, side.pack(plainPacket(4))]))
    await until(() => handler.closed.length === 1)
    expect(server.cutOffs()).toMatchObject([
      expect.stringMatching(/^does not read: \d+ bytes wait for it$/),
    ])
    await until(() => server.listener.connectionCount === 0)
  })

  it('holds a closed connection no longer than the linger time', async () => {
    const handler = recordingHandler((connection) => {
      connection.send(Buffer.alloc(8 << 20))
      connection.close('done')
    })
    await using server = await startHarness({ handler, limits: { lingerMs: 50 } })
    using client = await openSocket(server.port)
    client.socket.pause()
    const side = clientSide('intermediate')
    client.socket.write(Buffer.concat([side.hello, side.pack(plainPacket(4))]))
    await until(() => handler.closed.length === 1)
    await until(() => server.listener.connectionCount === 0)
    expect(handler.closed[0]?.connection.bufferedBytes).toBe(0)
  })
})

describe('the number of connections', () => {
  it('is limited in all, and a place becomes free when one leaves', async () => {
    await using server = await startHarness({ limits: { connections: 2 } })
    using first = await openClient(server, clientSide('intermediate'))
    using second = await openClient(server, clientSide('intermediate'))
    for (const client of [first, second]) client.send(plainPacket(4))
    await Promise.all([first.next(), second.next()])
    using third = await openSocket(server.port)
    await third.closed()
    expect(server.listener.connectionCount).toBe(2)
    expect(server.log.find((line) => line.msg === 'connection refused')).toMatchObject({
      reason: 'all connections taken',
      remote: expect.stringMatching(/^127/),
    })
    first.socket.destroy()
    await until(() => server.listener.connectionCount === 1)
    using fourth = await openClient(server, clientSide('intermediate'))
    fourth.send(plainPacket(4))
    expect(await fourth.next()).toHaveProperty('packet')
  })

  it('is limited per address', async () => {
    await using server = await startHarness({ limits: { connectionsPerAddress: 1 } })
    using first = await openClient(server, clientSide('intermediate'))
    first.send(plainPacket(4))
    await first.next()
    using second = await openSocket(server.port)
    await second.closed()
    expect(server.log.find((line) => line.msg === 'connection refused')?.reason).toBe(
      'all connections of this address taken',
    )
    using elsewhere = mtprotoClient(
      await openSocket(server.port, '127.0.0.2'),
      clientSide('intermediate'),
    )
    elsewhere.send(plainPacket(4))
    expect(await elsewhere.next()).toHaveProperty('packet')
  })

  it('does not fill the log with refusals', async () => {
    await using server = await startHarness({ limits: { connections: 1 } })
    using first = await openClient(server, clientSide('intermediate'))
    first.send(plainPacket(4))
    await first.next()
    const lines = (): number =>
      server.log.filter((line) => line.msg === 'connection refused').length
    for (let i = 0; i < 50; i += 1) {
      using refused = await openSocket(server.port)
      await refused.closed()
    }
    expect(lines()).toBeGreaterThan(0)
    expect(lines()).toBeLessThan(50)
  })
})

describe('the bytes of unfinished frames', () => {
  it('are limited over all connections, and counted down again', async () => {
    await using server = await startHarness({ limits: { pendingBytesTotal: 5000 } })
    const side = clientSide('intermediate')
    const start = Buffer.concat([side.hello, side.pack(encryptedPacket(1000)).subarray(0, 3000)])
    using first = await openSocket(server.port)
    first.socket.write(start)
    await until(() => server.handler.connected.length === 1)
    using second = await openSocket(server.port)
    second.socket.write(start)
    await second.closed()
    expect(server.cutOffs()).toEqual(['too many bytes of unfinished packets on all connections'])
    first.socket.destroy()
    await until(() => server.listener.connectionCount === 0)
    using third = await openClient(server, clientSide('intermediate'))
    third.send(encryptedPacket(200))
    expect(await third.next()).toHaveProperty('packet')
  })
})
