import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { RawData, WebSocket } from 'ws'
import { HeldBytes } from '../../core/held-bytes.ts'
import type { Logger } from '../../core/logger.ts'
import { systemRandom } from '../../core/random.ts'
import type { Random } from '../../core/random.ts'
import { performance } from '../../core/timers.ts'
import { ByteQueue } from './byte-queue.ts'
import { createCodec } from './codec.ts'
import { formatRemote } from './connection.ts'
import type { PacketHandler } from './connection.ts'
import { transportLimits } from './limits.ts'
import type { TransportLimits } from './limits.ts'
import { OBFUSCATED_HEADER_BYTES, isForbiddenHeader, openObfuscated } from './obfuscated.ts'
import { PacketStream } from './packet-stream.ts'
import type { StreamContext, Wire } from './packet-stream.ts'
import { proxySecretKey } from './proxy-secret.ts'
import { Watchdog } from './watchdog.ts'
import type { Watched } from './watchdog.ts'

/** What `createWebSocketDoor` needs; the same values as the listener's. */
export interface WebSocketOptions {
  readonly handler: PacketHandler
  readonly log: Logger
  readonly limits?: Partial<TransportLimits>
  readonly pending?: HeldBytes
  readonly secrets?: readonly Uint8Array[]
  readonly random?: Random
}

/** MTProto over WebSocket, behind the `upgrade` event of an HTTP server. */
export interface WebSocketDoor {
  /** Takes the request if its path is MTProto's; otherwise returns false and touches nothing. */
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** Ends every connection after what was sent to it. */
  close(): void
  /** WebSockets open now. The listener counts their sockets too. */
  readonly connectionCount: number
}

const PATH = /^\/apiws(?:_test)?(?:_premium)?$/
/** The sub-protocol that Telegram's servers echo; without the echo browsers refuse the connection. */
const SUB_PROTOCOL = 'binary'
/** Header of a masked control frame. */
const CONTROL_HEADER_BYTES = 6

interface Context extends StreamContext {
  readonly secrets: readonly Buffer[]
  readonly random: Random
  readonly connections: Set<WebSocketConnection>
}

/**
 * Makes the WebSocket door. A WebSocket carries one obfuscated stream in binary messages, whose borders
 * mean nothing; nothing but an obfuscated stream is taken, as at Telegram. Pages of any origin may
 * connect: the auth key is what tells clients apart. Limits on the number of connections are the
 * listener's. See https://core.telegram.org/mtproto/transports#websocket
 */
export function createWebSocketDoor(options: WebSocketOptions): WebSocketDoor {
  const limits = transportLimits(options.limits)
  const { firstPacketMs, frameProgressMs, idleMs, lingerMs } = limits
  const context: Context = {
    handler: options.handler,
    log: options.log,
    limits,
    secrets: (options.secrets ?? []).map(proxySecretKey),
    random: options.random ?? systemRandom,
    watchdog: new Watchdog(Math.min(firstPacketMs, frameProgressMs, idleMs, lingerMs)),
    pending: options.pending ?? new HeldBytes(limits.pendingBytesTotal),
    connections: new Set(),
  }
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // Room for the longest packet with its frame, in as many pieces as a small MTU makes of it.
    maxPayload: limits.packetBytes + OBFUSCATED_HEADER_BYTES + 64,
    maxFragments: 1_024,
    maxBufferedChunks: 16_384,
    handleProtocols: (protocols) => (protocols.has(SUB_PROTOCOL) ? SUB_PROTOCOL : false),
  })
  return {
    handleUpgrade(req, socket, head) {
      if (!PATH.test(req.url?.split('?', 1)[0] ?? '')) return false
      server.handleUpgrade(req, socket, head, (webSocket) => {
        const remote = formatRemote(req.socket.remoteAddress, req.socket.remotePort)
        context.connections.add(new WebSocketConnection(context, webSocket, socket, remote))
      })
      return true
    },
    close() {
      for (const connection of context.connections) connection.stop('server is stopping')
    },
    get connectionCount() {
      return context.connections.size
    },
  }
}

/**
 * One WebSocket, before its obfuscated header is here and after. Messages come out of `ws` whole, so
 * the unfinished ones, whose bytes and slowness must be bounded too, are watched on the raw socket.
 */
class WebSocketConnection implements Wire, Watched {
  /** For the header, then for the rest of a begun message, at last for the closing handshake. */
  deadline: number
  readonly #context: Context
  readonly #webSocket: WebSocket
  readonly #remote: string
  #head: ByteQueue | undefined = new ByteQueue()
  #stream: PacketStream | undefined
  #isOver = false
  /** Bytes that came since the last whole message. */
  #unfinished = 0
  /** Those of them that came since the deadline was last moved. */
  #progress = 0

  constructor(context: Context, webSocket: WebSocket, socket: Duplex, remote: string) {
    this.#context = context
    this.#webSocket = webSocket
    this.#remote = remote
    this.deadline = performance.now() + context.limits.firstPacketMs
    context.watchdog.watch(this)
    // Before the listener of `ws`, so that a message sets back what its own bytes have added.
    socket.prependListener('data', (chunk: Buffer) => this.#onRawBytes(chunk.length))
    const onControl = (data: Buffer): void => {
      this.#setUnfinished(Math.max(0, this.#unfinished - data.length - CONTROL_HEADER_BYTES))
    }
    webSocket.on('ping', onControl)
    webSocket.on('pong', onControl)
    webSocket.on('message', (data, isBinary) => this.#onMessage(data, isBinary))
    webSocket.on('error', (error) => this.#refuse(error.message, 'info'))
    webSocket.on('close', () => this.#onClose())
  }

  get bufferedBytes(): number {
    return this.#webSocket.bufferedAmount
  }

  /** One message for each packet: @mtproto/core in a browser reads no second packet of a message. */
  write(bytes: Buffer): void {
    this.#webSocket.send(bytes, { binary: true })
  }

  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#webSocket.close(1000)
    this.deadline = performance.now() + this.#context.limits.lingerMs
  }

  destroy(): void {
    this.#isOver = true
    this.#webSocket.terminate()
  }

  stop(reason: string): void {
    if (this.#stream !== undefined) this.#stream.close(reason)
    else this.destroy()
  }

  expire(): void {
    const { firstPacketMs } = this.#context.limits
    if (this.#isOver) this.#webSocket.terminate()
    else if (this.#stream === undefined)
      this.#refuse(`no header within ${firstPacketMs} ms`, 'warn')
    else this.#refuse(`stopped after ${this.#unfinished} bytes of a message`, 'warn')
  }

  #onRawBytes(length: number): void {
    if (this.#isOver) return
    const begins = this.#unfinished === 0
    this.#setUnfinished(this.#unfinished + length)
    const { pending, limits } = this.#context
    if (pending.isFull) {
      this.#refuse('too many bytes of unfinished messages on all connections', 'warn')
      return
    }
    this.#progress = begins ? 0 : this.#progress + length
    if (this.#stream === undefined) return
    if (begins || this.#progress >= limits.frameProgressBytes) {
      this.#progress = 0
      this.deadline = performance.now() + limits.frameProgressMs
    }
  }

  /** Keeps the total of unfinished bytes in step; nothing unfinished has no deadline. */
  #setUnfinished(bytes: number): void {
    this.#context.pending.bytes += bytes - this.#unfinished
    this.#unfinished = bytes
    if (bytes === 0 && this.#stream !== undefined && !this.#isOver) this.deadline = Infinity
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    if (this.#isOver) return
    this.#setUnfinished(0)
    if (!isBinary || !Buffer.isBuffer(data)) {
      this.#refuse('text message on a WebSocket', 'info')
      return
    }
    if (this.#stream !== undefined) {
      this.#stream.receive(data)
      return
    }
    this.#head?.push(data)
    if (this.#head !== undefined && this.#head.length >= OBFUSCATED_HEADER_BYTES) {
      this.#openStream(this.#head)
    }
  }

  #openStream(head: ByteQueue): void {
    const { limits, random, secrets } = this.#context
    const header = head.take(OBFUSCATED_HEADER_BYTES)
    const obfuscation = isForbiddenHeader(header) ? undefined : openObfuscated(header, secrets)
    if (obfuscation === undefined) {
      this.#refuse('no obfuscated stream, which a WebSocket must carry', 'info')
      return
    }
    this.#head = undefined
    this.#stream = new PacketStream(this.#context, {
      kind: 'websocket',
      remote: this.#remote,
      transport: `${obfuscation.framing}+${obfuscation.viaSecret ? 'mtproxy' : 'obfuscated'}`,
      codec: createCodec(obfuscation.framing, limits.packetBytes, random),
      obfuscation,
      deadline: this.deadline,
      wire: this,
    })
    this.deadline = Infinity
    this.#stream.start()
    this.#stream.receive(head.drain())
  }

  #onClose(): void {
    this.#isOver = true
    this.#setUnfinished(0)
    this.#context.watchdog.unwatch(this)
    this.#context.connections.delete(this)
    this.#stream?.close('ended by the client')
  }

  /** A fault of the peer, before its stream began or in the WebSocket protocol afterwards. */
  #refuse(reason: string, level: 'info' | 'warn'): void {
    if (this.#stream !== undefined) {
      this.#stream.abort(reason, level)
    } else if (!this.#isOver) {
      const details = { remote: this.#remote, transport: 'websocket', reason }
      this.#context.log[level](details, 'connection cut off')
    }
    this.destroy()
  }
}
