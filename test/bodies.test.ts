import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { registerBotApi } from '../src/bot-api/http.ts'
import { registerControl } from '../src/control/http.ts'
import { HeldBytes } from '../src/core/held-bytes.ts'
import { createLogger } from '../src/core/logger.ts'
import { createTestDomain, type TestDomain } from '../src/domain/testing.ts'
import { recordingHandler } from '../src/mtproto/transport/conformance/harness.ts'
import { httpSocketHandler } from '../src/mtproto/transport/http-sockets.ts'
import { createHttpSide, type HttpSide } from '../src/start/http.ts'

/** Bytes that all begun bodies may have together here. */
const ROOM = 300_000
const PART = 100_000
/** Milliseconds within which a body must go on here. */
const PROGRESS_MS = 300

let world: TestDomain
let http: HttpSide
let port: number
let pending: HeldBytes
let token: string
const sockets = new Set<Socket>()
const server = createServer({ allowHalfOpen: true }, (socket) => onHttp(socket))
let onHttp: (socket: Socket) => void = () => undefined

beforeAll(async () => {
  world = await createTestDomain()
  ;({ token } = await world.createBot())
  const log = createLogger('silent')
  pending = new HeldBytes(ROOM)
  const limits = { frameProgressMs: PROGRESS_MS, frameProgressBytes: 1 }
  http = createHttpSide({ handler: recordingHandler(), secrets: [], log, pending, limits })
  const { domain } = world
  registerBotApi(http.app, { domain, log, pending })
  await registerControl(http.app, {
    domain,
    clock: { ...world.clock, stored: () => Promise.resolve() },
    log,
    token: undefined,
    pending,
    connection: () => {
      throw new Error('not asked for here')
    },
    mintSession: () => Promise.reject(new Error('not asked for here')),
    reset: () => Promise.resolve(),
  })
  await http.app.ready()
  onHttp = httpSocketHandler(http.server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  server.close()
  await http.close()
  await world.close()
})
beforeEach(() => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
})

/** A connection whose request has begun, and what came back so far. */
interface Begun {
  readonly socket: Socket
  readonly closed: Promise<string>
  answer(): Promise<string>
}

function begin(head: string, body = ''): Begun {
  const socket = connect(port, '127.0.0.1')
  sockets.add(socket)
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk))
  socket.on('error', () => undefined)
  socket.write(`${head}\r\nHost: 127.0.0.1\r\n\r\n${body}`)
  return {
    socket,
    closed: once(socket, 'close').then(() => text),
    async answer() {
      while (!/\r\n\r\n/.test(text)) await once(socket, 'data')
      return text
    },
  }
}

const DECLARED = `Content-Length: ${2 * PART}`
const FORM = '--B\r\nContent-Disposition: form-data; name="title"\r\n\r\n'
/** Every way in which a body begins: its head without the Host line, and what comes before the rest. */
const WAYS: Record<string, (token: string) => { head: string; start: string }> = {
  'JSON of the Bot API': (bot) => ({
    head: `POST /bot${bot}/getMe HTTP/1.1\r\nContent-Type: application/json\r\n${DECLARED}`,
    start: '{"a":"',
  }),
  'a form of the Bot API': (bot) => ({
    head: `POST /bot${bot}/getMe HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n${DECLARED}`,
    start: 'a=',
  }),
  'a field of a multipart form': (bot) => ({
    head: `POST /bot${bot}/getMe HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=B\r\n${DECLARED}`,
    start: FORM,
  }),
  'a file of a multipart form': (bot) => ({
    head: `POST /bot${bot}/setChatPhoto HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=B\r\n${DECLARED}`,
    start: FORM.replace('name="title"', 'name="photo"; filename="a.jpg"'),
  }),
  'the body of a GET of the Bot API': (bot) => ({
    head: `GET /bot${bot}/getMe HTTP/1.1\r\nContent-Type: application/json\r\n${DECLARED}`,
    start: '{"a":"',
  }),
  'a chunked body of the Bot API': (bot) => ({
    head: `POST /bot${bot}/getMe HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked`,
    start: `${(2 * PART).toString(16)}\r\n{"a":"`,
  }),
  'JSON of the control API': () => ({
    head: `POST /control/v1/users HTTP/1.1\r\nContent-Type: application/json\r\n${DECLARED}`,
    start: '{"a":"',
  }),
  'no JSON for the control API': () => ({
    head: `POST /control/v1/users HTTP/1.1\r\nContent-Type: text/plain\r\n${DECLARED}`,
    start: 'a',
  }),
  'a packet of MTProto': () => ({ head: `POST /api HTTP/1.1\r\n${DECLARED}`, start: 'abcd' }),
}

const ofBots = Object.keys(WAYS).filter((way) => /Bot API|multipart/.test(way))

describe.each(Object.keys(WAYS))('%s', (way) => {
  it('is refused when all begun ones together are too much, and their bytes are given back', async () => {
    const { head, start } = WAYS[way]!(token)
    const begun: Begun[] = []
    for (let i = 0; i < 4; i++) begun.push(begin(head, start + 'x'.repeat(PART)))
    const first = await Promise.race(begun.map((one) => one.answer()))
    expect(first).toMatch(/^HTTP\/1\.1 429 /)
    expect(pending.bytes).toBeLessThanOrEqual(ROOM)
    for (const { socket } of begun) socket.destroy()
    while (pending.bytes > 0) await new Promise(setImmediate)
  })
})

it('a body that does not go on is ended, whatever would read it', async () => {
  const ends = Object.values(WAYS).map(async (way) => {
    const { head, start } = way(token)
    return [head, (await begin(head, start).closed).slice(0, 12)]
  })
  const expected = Object.values(WAYS).map((way) => [way(token).head, 'HTTP/1.1 408'])
  expect(await Promise.all(ends)).toEqual(expected)
  expect(pending.bytes).toBe(0)
})

it.each(ofBots)('%s is not waited for where the token is wrong', async (way) => {
  const { head, start } = WAYS[way]!('1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')
  const begun = begin(head, start)
  expect(await begun.answer()).toMatch(/^HTTP\/1\.1 401 /)
  expect(pending.bytes).toBe(0)
})

it('a body that comes slowly, but comes, is taken', async () => {
  const { head, start } = WAYS['a chunked body of the Bot API']!(token)
  const begun = begin(head, start.replace(/^\w+/, '6'))
  const until = performance.now() + 2 * PROGRESS_MS
  while (performance.now() < until) {
    const before = pending.bytes
    begun.socket.write('\r\n1\r\nx')
    while (pending.bytes === before) await new Promise(setImmediate)
  }
  begun.socket.write('\r\n2\r\n"}\r\n0\r\n\r\n')
  expect(await begun.answer()).toMatch(/^HTTP\/1\.1 200 /)
})
