import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { WebSocket as WsClient } from 'ws'
import { TRANSPORTS, clientSide, encryptedPacket, plainPacket } from './conformance/client-side.ts'
import type { ClientSide, Received } from './conformance/client-side.ts'
import { openSocket, recordingHandler, startHarness, until } from './conformance/harness.ts'

const DRESSED = TRANSPORTS.filter(({ dress }) => dress !== 'plain')

/** What both kinds of client can do. */
interface Client {
  send(bytes: Uint8Array): void
  readonly protocol: string
  readonly items: Received[]
  readonly closeCode: number | undefined
  close(): void
}

/** Opens a connection with the `ws` package. */
async function openWs(
  port: number,
  side: ClientSide,
  path = '/apiws',
): Promise<Client & { ws: WsClient }> {
  const ws = new WsClient(`ws://127.0.0.1:${port}${path}`, 'binary')
  const items: Received[] = []
  let closeCode: number | undefined
  ws.on('message', (data: Buffer) => items.push(...side.unpack(data)))
  ws.on('error', () => undefined)
  ws.on('close', (code) => (closeCode = code))
  await new Promise((resolve) => ws.once('open', resolve))
  return {
    ws,
    send: (bytes) => ws.send(bytes),
    close: () => ws.close(),
    protocol: ws.protocol,
    items,
    get closeCode() {
      return closeCode
    },
  }
}

/** Opens a connection with the WebSocket that is built into Node, as browsers have it. */
async function openBuiltIn(port: number, side: ClientSide): Promise<Client> {
  const ws = new WebSocket(`ws://127.0.0.1:${port}/apiws`, 'binary')
  ws.binaryType = 'arraybuffer'
  const items: Received[] = []
  let closeCode: number | undefined
  ws.addEventListener('message', (event) => {
    items.push(...side.unpack(new Uint8Array(event.data as ArrayBuffer)))
  })
  ws.addEventListener('close', (event) => (closeCode = event.code))
  await new Promise((resolve, reject) => {
    ws.addEventListener('open', resolve)
    ws.addEventListener('error', reject)
  })
  return {
    send: (bytes) => ws.send(new Uint8Array(bytes)),
    close: () => ws.close(),
    protocol: ws.protocol,
    items,
    get closeCode() {
      return closeCode
    },
  }
}

describe.each([
  ['the ws package', openWs],
  ['the built-in WebSocket', openBuiltIn],
])('%s', (_, open) => {
  it.each(DRESSED)('gets its packets back over $name', async ({ name, framing, dress }) => {
    await using server = await startHarness()
    const side = clientSide(framing, dress)
    const client = await open(server.port, side)
    expect(client.protocol).toBe('binary')
    const packets = [plainPacket(20), encryptedPacket(1), encryptedPacket(40_000)]
    client.send(side.hello)
    for (const packet of packets) client.send(side.pack(packet))
    await until(() => client.items.length === 3)
    client.items.forEach((item, i) => {
      const packet = packets[i] ?? Buffer.alloc(0)
      const received = 'packet' in item ? item.packet.subarray(0, packet.length) : Buffer.alloc(0)
      expect(received.equals(packet)).toBe(true)
    })
    expect(server.handler.connected).toMatchObject([
      { kind: 'websocket', transport: name, dcHint: 2 },
    ])
    client.close()
    await until(() => server.handler.closed.length === 1)
    await until(() => server.webSockets.connectionCount === 0)
  })
})

describe('messages', () => {
  it('are no packet borders', async () => {
    await using server = await startHarness()
    const side = clientSide('abridged', 'obfuscated')
    const client = await openWs(server.port, side)
    const packets = [plainPacket(4), encryptedPacket(2), plainPacket(8)]
    const stream = Buffer.concat([side.hello, ...packets.map((packet) => side.pack(packet))])
    for (let at = 0; at < stream.length; at += 7) client.send(stream.subarray(at, at + 7))
    await until(() => client.items.length === 3)
    expect(client.items).toEqual(packets.map((packet) => ({ packet })))
    const whole = clientSide('abridged', 'obfuscated')
    const other = await openWs(server.port, whole)
    other.send(Buffer.concat([whole.hello, ...packets.map((packet) => whole.pack(packet))]))
    await until(() => other.items.length === 3)
  })

  it('from the server hold one packet each, even if several are sent at once', async () => {
    const handler = recordingHandler((connection, packet) => {
      connection.send(packet)
      connection.send(packet)
    })
    await using server = await startHarness({ handler })
    const side = clientSide('intermediate', 'obfuscated')
    const { ws, items } = await openWs(server.port, side)
    const sizes: number[] = []
    ws.on('message', (data: Buffer) => sizes.push(data.length))
    ws.send(Buffer.concat([side.hello, side.pack(plainPacket(4))]))
    await until(() => items.length === 2)
    expect(sizes).toEqual([28, 28])
  })

  it('may be fragmented and have pings between', async () => {
    await using server = await startHarness()
    const side = clientSide('intermediate', 'obfuscated')
    const { ws, items } = await openWs(server.port, side)
    ws.send(side.hello, { fin: false })
    ws.ping('x')
    ws.send(side.pack(plainPacket(4)), { fin: true })
    await until(() => items.length === 1)
  })

  it('carry quick acks and transport errors', async () => {
    const handler = recordingHandler((connection, _, quickAckWanted) => {
      if (quickAckWanted) connection.sendQuickAck(0x80000001)
      connection.sendTransportError(-404)
      connection.close('unknown key')
    })
    await using server = await startHarness({ handler })
    const side = clientSide('padded', 'mtproxy')
    const client = await openWs(server.port, side)
    client.send(Buffer.concat([side.hello, side.pack(encryptedPacket(1), { quickAck: true })]))
    await until(() => client.closeCode !== undefined)
    expect(client.items).toEqual([
      { quickAck: 0x80000001 },
      { packet: Buffer.from('6cfeffff', 'hex') },
    ])
    expect(client.closeCode).toBe(1000)
  })
})

describe('the upgrade', () => {
  it.each(['/apiws', '/apiws_test', '/apiws_premium', '/apiws_test_premium', '/apiws?x=1'])(
    'is taken on %s',
    async (path) => {
      await using server = await startHarness()
      const client = await openWs(server.port, clientSide('abridged', 'obfuscated'), path)
      client.close()
      await until(() => client.closeCode !== undefined)
    },
  )

  it('is left to others on other paths', async () => {
    await using server = await startHarness()
    const ws = new WsClient(`ws://127.0.0.1:${server.port}/console`)
    const error = await new Promise((resolve) => ws.once('error', resolve))
    expect(error).toBeInstanceOf(Error)
    expect(server.webSockets.connectionCount).toBe(0)
  })

  it('goes without the sub-protocol for a client that names none', async () => {
    await using server = await startHarness()
    const ws = new WsClient(`ws://127.0.0.1:${server.port}/apiws`)
    await new Promise((resolve) => ws.once('open', resolve))
    expect(ws.protocol).toBe('')
    ws.terminate()
  })

  it('is refused when it is malformed, without harm to the server', async () => {
    await using server = await startHarness()
    using client = await openSocket(server.port)
    client.socket.write(
      'GET /apiws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    )
    await client.closed()
    expect(client.received.toString()).toMatch(/^HTTP\/1\.1 400/)
  })
})

describe('a WebSocket', () => {
  it.each([
    [
      'a stream that is not obfuscated',
      Buffer.concat([Buffer.from([0xef]), randomBytes(100)]),
      /obfuscated/,
    ],
    ['an unknown MTProxy secret', Buffer.alloc(64, 3), /obfuscated/],
  ])('with %s is cut off in words', async (_, bytes, reason) => {
    await using server = await startHarness()
    const client = await openWs(server.port, clientSide('abridged'))
    client.send(bytes)
    await until(() => client.closeCode !== undefined)
    expect(server.cutOffs()).toMatchObject([expect.stringMatching(reason)])
    expect(server.handler.connected).toEqual([])
  })

  it('with text is cut off', async () => {
    await using server = await startHarness()
    const client = await openWs(server.port, clientSide('abridged'))
    client.ws.send('hello')
    await until(() => client.closeCode !== undefined)
    expect(server.cutOffs()).toEqual(['text message on a WebSocket'])
  })

  it('with a message over the limit is cut off before the message is whole', async () => {
    await using server = await startHarness({ limits: { packetBytes: 10_000 } })
    const side = clientSide('intermediate', 'obfuscated')
    const client = await openWs(server.port, side)
    client.send(Buffer.concat([side.hello, side.pack(plainPacket(4))]))
    await until(() => client.items.length === 1)
    client.send(Buffer.alloc(20_000))
    await until(() => client.closeCode !== undefined)
    expect(server.cutOffs()).toEqual(['Max payload size exceeded'])
    expect(server.handler.closed).toHaveLength(1)
  })

  it('that says nothing is closed', async () => {
    await using server = await startHarness({ limits: { firstPacketMs: 50 } })
    const client = await openWs(server.port, clientSide('abridged'))
    await until(() => client.closeCode !== undefined)
    expect(server.cutOffs()).toEqual(['no header within 50 ms'])
  })

  it('that stops in the middle of a message is closed, though it still answers pings', async () => {
    await using server = await startHarness({ limits: { frameProgressMs: 50 } })
    const side = clientSide('intermediate', 'obfuscated')
    const { ws, items } = await openWs(server.port, side)
    ws.send(Buffer.concat([side.hello, side.pack(plainPacket(4))]))
    await until(() => items.length === 1)
    ws.send(Buffer.alloc(5000), { fin: false })
    ws.ping('still here')
    await until(() => server.handler.closed.length === 1)
    expect(server.cutOffs()).toMatchObject([
      expect.stringMatching(/^stopped after \d+ bytes of a message$/),
    ])
  })

  it('is cut off when unfinished messages of all hold too much, and they are counted down', async () => {
    await using server = await startHarness({ limits: { pendingBytesTotal: 10_000 } })
    const begin = async (size: number): Promise<Awaited<ReturnType<typeof openWs>>> => {
      const side = clientSide('intermediate', 'obfuscated')
      const client = await openWs(server.port, side)
      client.send(Buffer.concat([side.hello, side.pack(plainPacket(4))]))
      await until(() => client.items.length === 1)
      client.ws.send(Buffer.alloc(size), { fin: false })
      return client
    }
    for (let round = 1; round <= 3; round += 1) {
      const first = await begin(6_000)
      const second = await begin(6_000)
      await until(() => first.closeCode !== undefined || second.closeCode !== undefined)
      expect(server.cutOffs()).toHaveLength(round)
      first.ws.terminate()
      second.ws.terminate()
      await until(() => server.webSockets.connectionCount === 0)
    }
    expect(new Set(server.cutOffs())).toEqual(
      new Set(['too many bytes of unfinished messages on all connections']),
    )
  })

  it('may be silent between whole messages for longer than in the middle of one', async () => {
    await using server = await startHarness({ limits: { frameProgressMs: 20 } })
    const side = clientSide('intermediate', 'obfuscated')
    const { ws, items } = await openWs(server.port, side)
    ws.send(Buffer.concat([side.hello, side.pack(plainPacket(4))]))
    await until(() => items.length === 1)
    ws.ping('x')
    await new Promise((resolve) => setTimeout(resolve, 150))
    ws.send(side.pack(plainPacket(4)))
    await until(() => items.length === 2)
    expect(server.cutOffs()).toEqual([])
  })

  it('that only pings is idle', async () => {
    await using server = await startHarness({ limits: { idleMs: 60, frameProgressMs: 1_000_000 } })
    const side = clientSide('intermediate', 'obfuscated')
    const { ws, items } = await openWs(server.port, side)
    ws.send(Buffer.concat([side.hello, side.pack(plainPacket(4))]))
    await until(() => items.length === 1)
    ws.ping('still here')
    await until(() => server.handler.closed.length === 1)
    expect(server.cutOffs()).toEqual(['idle for 60 ms'])
  })

  it('ends when the door is closed, whether its stream has begun or not', async () => {
    await using server = await startHarness()
    const side = clientSide('intermediate', 'obfuscated')
    const begun = await openWs(server.port, side)
    const silent = await openWs(server.port, side)
    begun.send(Buffer.concat([side.hello, side.pack(plainPacket(4))]))
    await until(() => begun.items.length === 1)
    server.webSockets.close()
    await until(() => begun.closeCode !== undefined && silent.closeCode !== undefined)
    await until(() => server.webSockets.connectionCount === 0)
    expect(server.handler.closed.map(({ reason }) => reason)).toEqual(['server is stopping'])
  })
})
