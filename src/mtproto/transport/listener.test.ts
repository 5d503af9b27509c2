import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createLogger } from '../../core/logger.ts'
import { ProtocolError } from '../../core/protocol-error.ts'
import { UserError } from '../../core/user-error.ts'
import { TRANSPORTS, clientSide, encryptedPacket, plainPacket } from './conformance/client-side.ts'
import {
  mtprotoClient,
  openSocket,
  recordingHandler,
  startHarness,
  until,
} from './conformance/harness.ts'
import type { TestClient } from './conformance/harness.ts'
import { listenError } from './listen-error.ts'
import { createListener } from './listener.ts'
import type { Listener } from './listener.ts'

async function openClient(port: number, name = 'intermediate'): Promise<TestClient> {
  const transport = TRANSPORTS.find((candidate) => candidate.name === name)
  if (transport === undefined) throw new Error(name)
  return mtprotoClient(await openSocket(port), clientSide(transport.framing, transport.dress))
}

describe.each(TRANSPORTS)('a client of $name', ({ name, framing, dress }) => {
  it('gets its packets back', async () => {
    await using server = await startHarness()
    using client = await openClient(server.port, name)
    for (const packet of [plainPacket(20), encryptedPacket(1), encryptedPacket(4000)]) {
      client.send(packet)
      const item = await client.next()
      const received = 'packet' in item ? item.packet : Buffer.alloc(0)
      expect(received.subarray(0, packet.length).equals(packet)).toBe(true)
    }
    expect(server.handler.connected).toMatchObject([
      { kind: 'tcp', transport: name, dcHint: dress === 'plain' ? undefined : 2 },
    ])
    expect(server.handler.connected[0]?.remote).toBe(`127.0.0.1:${client.socket.localPort}`)
  })

  it('is served when its bytes come one by one', async () => {
    await using server = await startHarness()
    using base = await openSocket(server.port)
    const side = clientSide(framing, dress)
    const packets = [plainPacket(20), encryptedPacket(2)]
    const stream = Buffer.concat([side.hello, ...packets.map((packet) => side.pack(packet))])
    for (const byte of stream) {
      base.socket.write(Buffer.from([byte]))
      await new Promise(setImmediate)
    }
    await until(() => server.handler.packets.length === 2)
    expect(server.handler.packets.map(({ packet }) => packet)).toEqual(packets)
  })

  it('gets transport errors and, where there are any, quick acks', async () => {
    const handler = recordingHandler((connection, packet, quickAckWanted) => {
      if (quickAckWanted) connection.sendQuickAck(0x8badf00d)
      connection.sendTransportError(packet.length > 100 ? -429 : -404)
    })
    await using server = await startHarness({ handler })
    using client = await openClient(server.port, name)
    client.send(encryptedPacket(1), { quickAck: framing !== 'full' })
    if (framing !== 'full') expect(await client.next()).toEqual({ quickAck: 0x8badf00d })
    expect(await client.next()).toEqual({ packet: Buffer.from('6cfeffff', 'hex') })
    client.send(encryptedPacket(10))
    expect(await client.next()).toEqual({ packet: Buffer.from('53feffff', 'hex') })
  })
})

describe('the end of a connection', () => {
  it('is told once, with the reason, when the handler closes it', async () => {
    const handler = recordingHandler((connection, packet) => {
      connection.send(packet)
      connection.close('enough')
      connection.close('again')
      connection.send(packet)
      connection.sendQuickAck(1)
      connection.sendTransportError(-404)
    })
    await using server = await startHarness({ handler })
    using client = await openClient(server.port)
    client.send(plainPacket(20))
    expect(await client.next()).toHaveProperty('packet')
    await client.closed()
    expect(client.items).toEqual([])
    expect(handler.closed.map(({ reason }) => reason)).toEqual(['enough'])
  })

  it('lets the last answer through though the client goes on sending', async () => {
    const handler = recordingHandler((connection) => {
      connection.sendTransportError(-404)
      connection.close('unknown key')
    })
    await using server = await startHarness({ handler })
    using client = await openClient(server.port)
    const side = clientSide('intermediate')
    client.socket.write(
      Buffer.concat([
        side.hello,
        ...Array.from({ length: 50 }, () => side.pack(encryptedPacket(1000))),
      ]),
    )
    expect(await client.next()).toEqual({ packet: Buffer.from('6cfeffff', 'hex') })
    expect(handler.packets.length).toBe(1)
  })

  it('gets -444 through a proxy for a number that is no data centre, else for none', async () => {
    const handler = recordingHandler((connection, packet) => connection.send(packet))
    await using server = await startHarness({ handler })
    using proxied = mtprotoClient(
      await openSocket(server.port),
      clientSide('intermediate', 'mtproxy', 4711),
    )
    proxied.send(plainPacket(20))
    expect(await proxied.next()).toEqual({ packet: Buffer.from('44feffff', 'hex') })
    await proxied.closed()
    expect(handler.packets).toEqual([])
    expect(handler.closed.map(({ reason }) => reason)).toEqual(['no data centre 4711'])
    using direct = mtprotoClient(
      await openSocket(server.port),
      clientSide('intermediate', 'obfuscated', 4711),
    )
    const packet = plainPacket(20)
    direct.send(packet)
    expect(await direct.next()).toEqual({ packet })
  })

  it('is told when the client leaves', async () => {
    await using server = await startHarness()
    using client = await openClient(server.port)
    client.send(plainPacket(20))
    await client.next()
    client.socket.end()
    await client.closed()
    await until(() => server.handler.closed.length === 1)
    expect(server.handler.closed[0]?.reason).toBe('ended by the client')
    expect(server.cutOffs()).toEqual([])
  })

  it('still answers a client that has closed its sending side', async () => {
    let answer = (): void => undefined
    const handler = recordingHandler((connection, packet) => {
      connection.send(packet)
      answer = () => connection.send(packet)
    })
    await using server = await startHarness({ handler })
    using client = await openClient(server.port)
    client.send(plainPacket(20))
    client.socket.end()
    expect(await client.next()).toHaveProperty('packet')
    await client.closed()
    expect(answer).not.toThrow()
  })

  it('comes with a reset too', async () => {
    await using server = await startHarness()
    using client = await openClient(server.port)
    client.send(plainPacket(20))
    await client.next()
    client.socket.resetAndDestroy()
    await until(() => server.handler.closed.length === 1)
    expect(server.listener.connectionCount).toBe(0)
  })

  it('may come from onConnect', async () => {
    const handler = recordingHandler()
    const refusing = {
      ...handler,
      onConnect: (connection: Parameters<typeof handler.onConnect>[0]) => connection.close('no'),
    }
    await using server = await startHarness({ handler: refusing })
    using client = await openClient(server.port)
    client.send(plainPacket(20))
    await client.closed()
    expect(handler.packets).toEqual([])
    expect(handler.closed.map(({ reason }) => reason)).toEqual(['no'])
  })
})

describe('a fault', () => {
  it('of the handler ends its own connection only and is logged with its stack', async () => {
    const handler = recordingHandler((connection, packet) => {
      if (packet.length === 24) throw new TypeError('boom')
      connection.send(packet)
    })
    await using server = await startHarness({ handler })
    using victim = await openClient(server.port)
    using bystander = await openClient(server.port)
    victim.send(plainPacket(4))
    await victim.closed()
    bystander.send(plainPacket(20))
    expect(await bystander.next()).toHaveProperty('packet')
    const bug = server.log.find((line) => line.level === 50)
    expect(bug?.err).toMatchObject({ message: 'boom', stack: expect.stringContaining('TypeError') })
    expect(handler.closed.map(({ reason }) => reason)).toEqual(['internal error'])
  })

  it('of the protocol, thrown by the handler, is answered by its transport code', async () => {
    const handler = recordingHandler((_, packet) => {
      throw new ProtocolError('no such key', {
        transportCode: -404,
        connectionLives: packet.length === 24,
      })
    })
    await using server = await startHarness({ handler })
    using client = await openClient(server.port)
    client.send(plainPacket(4))
    client.send(plainPacket(8))
    expect(await client.next()).toEqual({ packet: Buffer.from('6cfeffff', 'hex') })
    expect(await client.next()).toEqual({ packet: Buffer.from('6cfeffff', 'hex') })
    await client.closed()
    expect(handler.packets.length).toBe(2)
    expect(server.cutOffs()).toEqual(['no such key'])
  })

  it('of the framing closes the connection with a line in the log', async () => {
    await using server = await startHarness()
    using client = await openClient(server.port, 'full')
    client.send(plainPacket(4))
    await client.next()
    client.socket.write(Buffer.from('2400000007000000', 'hex'))
    await client.closed()
    expect(server.cutOffs()).toEqual(['full frame number 7 where 1 was due'])
    expect(server.log.find((line) => line.msg === 'connection cut off')).toMatchObject({
      remote: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      transport: 'full',
      level: 30,
    })
  })
})

describe('an HTTP client', () => {
  it('is handed over with every byte', async () => {
    await using server = await startHarness()
    const answer = await fetch(`http://127.0.0.1:${server.port}/healthz`)
    expect(await answer.text()).toBe('hello over http')
  })

  it('is handed over when its first line comes in pieces', async () => {
    await using server = await startHarness()
    using client = await openSocket(server.port)
    for (const byte of Buffer.from('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')) {
      client.socket.write(Buffer.from([byte]))
      await new Promise(setImmediate)
    }
    await client.closed()
    expect(client.received.toString()).toMatch(/^HTTP\/1\.1 200 OK[^]*hello over http/)
  })

  it('gets its answer after it has closed its sending side', async () => {
    await using server = await startHarness()
    using client = await openSocket(server.port)
    client.socket.end('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await client.closed()
    expect(client.received.toString()).toContain('hello over http')
  })
})

describe('opening a port', () => {
  const log = createLogger('silent')
  const make = (): Listener =>
    createListener({ handler: recordingHandler(), onHttp: (socket) => socket.destroy(), log })

  it('answers on a second port as on the first', async () => {
    await using server = await startHarness()
    const { port } = await server.listener.also(0)
    expect(port).not.toBe(server.port)
    using client = await openClient(port)
    client.send(plainPacket(4))
    expect(await client.next()).toHaveProperty('packet')
  })

  it('explains a port that is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const error: unknown = await make()
      .listen(port, '127.0.0.1')
      .catch((caught: unknown) => caught)
    other.close()
    expect(error).toBeInstanceOf(UserError)
    expect(error).toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(String(port)),
    })
  })

  it.each([
    ['an address of another machine', 0, '192.0.2.1', 'BAD_HOST'],
    ['a name that does not exist', 0, 'no-such-host.invalid', 'BAD_HOST'],
    ['a port out of range', 70_000, '127.0.0.1', 'BAD_PORT'],
    ['a port that is no whole number', 1.5, '127.0.0.1', 'BAD_PORT'],
  ])('explains %s', async (_, port, host, code) => {
    await expect(make().listen(port, host)).rejects.toMatchObject({ name: 'UserError', code })
  })

  it('explains a port that needs a privilege, and leaves other errors alone', () => {
    const denied = Object.assign(new Error('listen EACCES'), { code: 'EACCES' })
    expect(listenError(denied, 80, '127.0.0.1', 'also-port')).toMatchObject({
      code: 'PORT_NOT_ALLOWED',
      message: expect.stringContaining('80'),
      hint: expect.stringContaining('port_start=80'),
      cause: denied,
    })
    const other = new Error('other')
    expect(listenError(other, 80, '127.0.0.1', 'port')).toBe(other)
  })

  it.each(['EADDRINUSE', 'EACCES', 'ERR_SOCKET_BAD_PORT'])(
    'names the option that the port came from, for %s',
    (code) => {
      const error = Object.assign(new Error(code), { code })
      for (const option of ['port', 'also-port'] as const) {
        const refusal = listenError(error, 80, '127.0.0.1', option)
        const hint = refusal instanceof UserError ? refusal.hint : ''
        expect(new Set(hint.match(/--[a-z-]*port/g))).toEqual(new Set([`--${option}`]))
      }
    },
  )

  it('refuses an MTProxy secret of a wrong form at once', () => {
    const options = { handler: recordingHandler(), onHttp: () => undefined, log }
    expect(() => createListener({ ...options, secrets: [Buffer.alloc(5)] })).toThrow(UserError)
  })

  it('can be done again after a failure', async () => {
    const listener = make()
    await expect(listener.listen(70_000, '127.0.0.1')).rejects.toThrow()
    expect((await listener.listen(0, '127.0.0.1')).port).toBeGreaterThan(0)
    await listener.close()
  })
})

describe('close', () => {
  it('ends every connection after what was sent to it, and frees the port', async () => {
    const server = await startHarness()
    using client = await openClient(server.port)
    using silent = await openSocket(server.port)
    client.send(plainPacket(4))
    await client.next()
    server.handler.connected[0]?.send(encryptedPacket(5000))
    await Promise.all([server.listener.close(), server.listener.close()])
    await Promise.all([client.closed(), silent.closed()])
    expect(client.items).toMatchObject([{ packet: { length: 24 + 16 * 5000 } }])
    expect(server.handler.closed.map(({ reason }) => reason)).toEqual(['server is stopping'])
    expect(server.listener.connectionCount).toBe(0)
    const successor = await startHarness()
    await successor[Symbol.asyncDispose]()
  })
})
