import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../../core/protocol-error.ts'
import { encryptedPacket, plainPacket } from './conformance/client-side.ts'
import { openSocket, recordingHandler, startHarness, until } from './conformance/harness.ts'
import { isHttpTransportUrl } from './http.ts'

const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'origin, content-type',
  'access-control-max-age': '1728000',
}

/** The head of a POST with a packet of 24 bytes. */
const POST_HEAD =
  'POST /api HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nContent-Length: 24\r\n\r\n'

async function post(port: number, path: string, body: Uint8Array): Promise<Response> {
  return await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: Buffer.from(body) })
}

async function bytesOf(answer: Response): Promise<Buffer> {
  return Buffer.from(await answer.arrayBuffer())
}

describe('isHttpTransportUrl', () => {
  it.each([
    '/api',
    '/apiw',
    '/api1',
    '/apiw1',
    '/api_test',
    '/apiw_test1',
    '/apiw1_test',
    '/apiw1/',
    '/apiw1?x=1',
    'http://149.154.167.50:80/api',
  ])('is true for %s', (url) => {
    expect(isHttpTransportUrl(url)).toBe(true)
  })

  it.each([
    undefined,
    '',
    '/',
    '/apis',
    '/api/x',
    '/apiws',
    '/bot1:a/api',
    '/control/api',
    'api',
    '*',
  ])('is false for %s', (url) => {
    expect(isHttpTransportUrl(url)).toBe(false)
  })
})

describe('a POST', () => {
  it.each([
    ['a plain packet', plainPacket(20)],
    ['an encrypted packet', encryptedPacket(3)],
    ['a packet of 512 kB', encryptedPacket(32_768)],
  ])('with %s is answered with the first packet sent', async (_, packet) => {
    const handler = recordingHandler((connection, received) => {
      connection.send(received)
      connection.send(Buffer.alloc(8))
      connection.sendQuickAck(5)
    })
    await using server = await startHarness({ handler })
    const answer = await post(server.port, '/api', packet)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-length')).toBe(String(packet.length))
    expect((await bytesOf(answer)).equals(packet)).toBe(true)
    await until(() => handler.closed.length === 1)
    expect(handler.closed).toMatchObject([
      { reason: 'answered', connection: { kind: 'http', transport: 'http', dcHint: undefined } },
    ])
  })

  it('may be answered later', async () => {
    const handler = recordingHandler((connection, packet) => {
      setImmediate(() => connection.send(packet))
    })
    await using server = await startHarness({ handler })
    expect(await bytesOf(await post(server.port, '/apiw1', plainPacket(4)))).toHaveLength(24)
  })

  it('is one connection each, though they share a socket', async () => {
    await using server = await startHarness()
    using client = await openSocket(server.port)
    const packet = plainPacket(4)
    for (let count = 1; count <= 3; count += 1) {
      client.socket.write(Buffer.concat([Buffer.from(POST_HEAD), packet]))
      await until(() => server.handler.closed.length === count)
    }
    expect(new Set(server.handler.connected.map(({ id }) => id)).size).toBe(3)
    expect(new Set(server.handler.connected.map(({ remote }) => remote)).size).toBe(1)
    expect(server.listener.connectionCount).toBe(1)
  })

  it('that the handler closes unanswered is answered with an empty body', async () => {
    const handler = recordingHandler((connection) => connection.close('nothing to say'))
    await using server = await startHarness({ handler })
    const answer = await post(server.port, '/api', plainPacket(4))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-length')).toBe('0')
    expect(handler.closed).toMatchObject([{ reason: 'nothing to say' }])
  })

  it('that nobody answers ends with an empty body', async () => {
    const handler = recordingHandler(() => undefined)
    await using server = await startHarness({ handler, limits: { httpAnswerMs: 20 } })
    const answer = await post(server.port, '/api', plainPacket(4))
    expect(answer.status).toBe(200)
    expect(await bytesOf(answer)).toHaveLength(0)
    await until(() => handler.closed.length === 1)
  })

  it.each([
    [-404, '6cfeffff'],
    [-429, '53feffff'],
    [-444, '44feffff'],
  ] as const)('gets transport error %i as status and body', async (code, body) => {
    const handler = recordingHandler((connection) => connection.sendTransportError(code))
    await using server = await startHarness({ handler })
    const answer = await post(server.port, '/api', plainPacket(4))
    expect(answer.status).toBe(-code)
    expect((await bytesOf(answer)).toString('hex')).toBe(body)
  })

  it('gets the transport error of a ProtocolError, and 500 for a bug', async () => {
    const handler = recordingHandler((_, packet) => {
      if (packet.length === 24) throw new ProtocolError('bad key', { transportCode: -404 })
      throw new TypeError('boom')
    })
    await using server = await startHarness({ handler })
    expect((await post(server.port, '/api', plainPacket(4))).status).toBe(404)
    expect((await post(server.port, '/api', plainPacket(8))).status).toBe(500)
    expect(server.log.some((line) => line.level === 50)).toBe(true)
    expect(server.cutOffs()).toEqual(['bad key'])
  })

  it.each([0, 3, 41])('of %i bytes, which no packet has, is answered with 404', async (size) => {
    await using server = await startHarness()
    expect((await post(server.port, '/api', randomBytes(size))).status).toBe(404)
    expect(server.handler.connected).toEqual([])
  })

  it('over the limit is refused by its declared length', async () => {
    await using server = await startHarness({ limits: { packetBytes: 1024 } })
    expect((await post(server.port, '/api', Buffer.alloc(1028))).status).toBe(413)
    expect((await post(server.port, '/api', plainPacket(1004))).status).toBe(200)
  })

  it('over the limit is refused without a declared length too', async () => {
    await using server = await startHarness({ limits: { packetBytes: 1024 } })
    using client = await openSocket(server.port)
    const chunk = `200\r\n${'a'.repeat(512)}\r\n`
    client.socket.write(
      `POST /api HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(3)}`,
    )
    await until(() => client.received.includes('\r\n\r\n'))
    expect(client.received.toString()).toMatch(/^HTTP\/1\.1 413 [^]*Connection: close/)
    expect(server.handler.connected).toEqual([])
  })

  it('whose body stops coming is refused with a line in the log', async () => {
    await using server = await startHarness({ limits: { frameProgressMs: 50 } })
    using client = await openSocket(server.port)
    client.socket.write(`${POST_HEAD}half of it`)
    await client.closed()
    expect(client.received.toString()).toMatch(/^HTTP\/1\.1 408 /)
    expect(server.cutOffs()).toEqual(['body stopped coming'])
    expect(server.handler.connected).toEqual([])
  })

  it('whose client leaves is told as closed', async () => {
    const handler = recordingHandler(() => undefined)
    await using server = await startHarness({ handler })
    const abort = new AbortController()
    const answer = fetch(`http://127.0.0.1:${server.port}/api`, {
      method: 'POST',
      body: plainPacket(4),
      signal: abort.signal,
    }).catch((error: unknown) => error)
    await until(() => handler.packets.length === 1)
    abort.abort()
    await answer
    await until(() => handler.closed.length === 1)
    expect(handler.closed[0]?.reason).toBe('the client did not wait for the answer')
    handler.connected[0]?.send(plainPacket(4))
  })
})

describe('the head of an answer', () => {
  it('ends with Content-Length, behind which Telethon expects the body', async () => {
    await using server = await startHarness()
    using client = await openSocket(server.port)
    const packet = plainPacket(4)
    client.socket.write(Buffer.concat([Buffer.from(POST_HEAD), packet]))
    await until(() => client.received.includes(packet))
    expect(client.received.toString('latin1')).toMatch(/\r\nContent-Length: 24\r\n\r\n/)
  })

  it('lets pages of any origin in on the w paths only', async () => {
    await using server = await startHarness()
    const open = await post(server.port, '/apiw1', plainPacket(4))
    expect(Object.fromEntries(open.headers)).toMatchObject(CORS_HEADERS)
    const shut = await post(server.port, '/api', plainPacket(4))
    expect(shut.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('lets pages ask first', async () => {
    await using server = await startHarness()
    const answer = await fetch(`http://127.0.0.1:${server.port}/apiw1`, { method: 'OPTIONS' })
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject(CORS_HEADERS)
    expect(server.handler.connected).toEqual([])
  })
})

describe('another method', () => {
  it('is refused with the ones that are allowed', async () => {
    await using server = await startHarness()
    const answer = await fetch(`http://127.0.0.1:${server.port}/api`)
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('POST, OPTIONS')
  })
})
