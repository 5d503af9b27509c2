import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createLogger } from '../../../core/logger.ts'
import type { PacketConnection, PacketHandler } from '../connection.ts'
import { httpSocketHandler } from '../http-sockets.ts'
import { handleHttpTransport, isHttpTransportUrl } from '../http.ts'
import type { TransportLimits } from '../limits.ts'
import { createListener } from '../listener.ts'
import type { Listener } from '../listener.ts'
import { createWebSocketDoor } from '../websocket.ts'
import type { WebSocketDoor } from '../websocket.ts'
import { TEST_SECRET } from './client-side.ts'
import type { ClientSide, Received } from './client-side.ts'

/** One line of the log. */
export type LogLine = Record<string, unknown> & { level: number; msg: string }

/** A handler that notes what happens and sends every packet back. */
export interface RecordingHandler extends PacketHandler {
  readonly open: Map<number, PacketConnection>
  readonly connected: PacketConnection[]
  readonly packets: { connection: PacketConnection; packet: Buffer; quickAckWanted: boolean }[]
  readonly closed: { connection: PacketConnection; reason: string }[]
}

/** @param answer what to do with a packet instead of sending it back */
export function recordingHandler(answer?: PacketHandler['onPacket']): RecordingHandler {
  const handler: RecordingHandler = {
    open: new Map(),
    connected: [],
    packets: [],
    closed: [],
    onConnect(connection) {
      handler.open.set(connection.id, connection)
      handler.connected.push(connection)
    },
    onPacket(connection, packet, quickAckWanted) {
      handler.packets.push({ connection, packet, quickAckWanted })
      if (answer !== undefined) answer(connection, packet, quickAckWanted)
      else connection.send(packet)
    },
    onClose(connection, reason) {
      handler.open.delete(connection.id)
      handler.closed.push({ connection, reason })
    },
  }
  return handler
}

/** A listener on a free port with an HTTP server behind it, as server.ts puts them together. */
export interface Harness extends AsyncDisposable {
  readonly port: number
  readonly listener: Listener
  readonly webSockets: WebSocketDoor
  readonly handler: RecordingHandler
  readonly log: LogLine[]
  /** Lines about cut-offs, as `reason`s. */
  cutOffs(): string[]
}

/** Starts a listener with all that belongs behind it; disposing of it ends everything. */
export async function startHarness(
  options: {
    limits?: Partial<TransportLimits>
    handler?: RecordingHandler
    /** Milliseconds that the HTTP server gives a request head. */
    httpHeadersMs?: number
  } = {},
): Promise<Harness> {
  const lines: LogLine[] = []
  const log = createLogger('debug', { write: (line) => lines.push(JSON.parse(line) as LogLine) })
  const handler = options.handler ?? recordingHandler()
  const common = { handler, log, limits: options.limits ?? {}, secrets: [TEST_SECRET] }
  const webSockets = createWebSocketDoor(common)
  const httpTimes = {
    headersTimeout: options.httpHeadersMs ?? 60_000,
    connectionsCheckingInterval: options.httpHeadersMs ?? 30_000,
  }
  const http = createServer(httpTimes, (req, res) => {
    if (isHttpTransportUrl(req.url)) handleHttpTransport(req, res, handler, common)
    else res.end('hello over http')
  })
  http.on('upgrade', (req, socket, head) => {
    if (!webSockets.handleUpgrade(req, socket, head)) socket.destroy()
  })
  const listener = createListener({ ...common, onHttp: httpSocketHandler(http) })
  const { port } = await listener.listen(0, '127.0.0.1')
  return {
    port,
    listener,
    webSockets,
    handler,
    log: lines,
    cutOffs: () =>
      lines.filter((line) => line.msg === 'connection cut off').map((line) => String(line.reason)),
    async [Symbol.asyncDispose]() {
      webSockets.close()
      http.closeAllConnections()
      await listener.close()
    },
  }
}

/** A client's socket that gathers what comes. */
export interface TestSocket extends Disposable {
  readonly socket: Socket
  readonly received: Buffer
  readonly isClosed: boolean
  /** Resolves with the first `size` bytes once they are here, and removes them. Rejects if the socket closes first. */
  read(size: number): Promise<Buffer>
  /** Resolves when the socket is closed. */
  closed(): Promise<void>
}

/** @param localAddress where the client comes from */
export async function openSocket(port: number, localAddress = '127.0.0.1'): Promise<TestSocket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress })
  socket.setNoDelay(true)
  let received = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
  })
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  return {
    socket,
    get received() {
      return received
    },
    get isClosed() {
      return socket.closed
    },
    async read(size) {
      await until(() => received.length >= size || socket.closed)
      if (received.length < size)
        throw new Error(`closed after ${received.length} of ${size} bytes`)
      const bytes = received.subarray(0, size)
      received = received.subarray(size)
      return bytes
    },
    closed: () => until(() => socket.closed),
    [Symbol.dispose]() {
      socket.destroy()
    },
  }
}

/** An MTProto client: a socket and the client's side of a transport. */
export interface TestClient extends TestSocket {
  readonly items: Received[]
  send(packet: Uint8Array, options?: { quickAck?: boolean }): void
  /** The next thing the server sends. Rejects if the connection closes first. */
  next(): Promise<Received>
}

/** Dresses a socket. The hello goes out with the first packet. */
export function mtprotoClient(base: TestSocket, side: ClientSide): TestClient {
  const items: Received[] = [...side.unpack(base.received)]
  base.socket.on('data', (chunk) => items.push(...side.unpack(chunk)))
  let hello = side.hello
  return Object.assign(Object.create(base) as TestSocket, {
    items,
    send(packet: Uint8Array, options?: { quickAck?: boolean }) {
      base.socket.write(Buffer.concat([hello, side.pack(packet, options)]))
      hello = Buffer.alloc(0)
    },
    async next() {
      await until(() => items.length > 0 || base.isClosed)
      const item = items.shift()
      if (item === undefined) throw new Error('closed without an answer')
      return item
    },
  })
}

/** Waits for something that must come; the test's own time limit is the bound. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(2)
}
