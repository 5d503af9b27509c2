import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { HeldBytes } from '../../core/held-bytes.ts'
import type { Logger } from '../../core/logger.ts'
import { systemRandom } from '../../core/random.ts'
import type { Random } from '../../core/random.ts'
import { clearTimeout, performance, setTimeout } from '../../core/timers.ts'
import { formatRemote, plainAddress } from './connection.ts'
import type { PacketHandler } from './connection.ts'
import { transportLimits } from './limits.ts'
import type { TransportLimits } from './limits.ts'
import { listenError, type PortOption } from './listen-error.ts'
import { proxySecretKey } from './proxy-secret.ts'
import { TcpConnection } from './tcp-connection.ts'
import type { TcpContext } from './tcp-connection.ts'
import { Watchdog } from './watchdog.ts'

/** What `createListener` needs. */
export interface ListenerOptions {
  /** Takes the packets of all TCP connections. */
  readonly handler: PacketHandler
  /**
   * Takes over each socket that speaks HTTP, all its bytes unread; `httpSocketHandler` makes one. The
   * listener goes on counting the socket until it closes.
   */
  readonly onHttp: (socket: Socket) => void
  readonly log: Logger
  readonly limits?: Partial<TransportLimits>
  /** Where begun frames are counted; `limits.pendingBytesTotal` of its own unless told. */
  readonly pending?: HeldBytes
  /** MTProxy secrets of 16 bytes, or 17 with 0xdd first. */
  readonly secrets?: readonly Uint8Array[]
  readonly random?: Random
}

/** The one port of localgram, and others that answer the same. */
export interface Listener {
  /** Opens the port; 0 takes any free one. Throws UserError if it cannot be opened. */
  listen(port: number, host: string): Promise<{ port: number }>
  /** Opens one more port on the host of `listen`. */
  also(port: number): Promise<{ port: number }>
  /**
   * Stops accepting, ends every MTProto connection after what was sent to it, and resolves when all
   * sockets are closed. HTTP sockets should be ended by the HTTP server before; the rest is cut off
   * after `limits.lingerMs`. Idempotent.
   */
  close(): Promise<void>
  /** Sockets open now, those of HTTP and of proxies included. */
  readonly connectionCount: number
}

/** Milliseconds between two lines in the log about refused connections. */
const REFUSAL_LOG_MS = 1_000

/**
 * Makes the listener: tells by the first bytes of each connection what it speaks
 * (ARCHITECTURE.md, "One port"), keeps the limits, and hands packets to the handler and HTTP to `onHttp`. Throws
 * UserError on an MTProxy secret of a wrong form.
 */
export function createListener(options: ListenerOptions): Listener {
  const { log } = options
  const limits = transportLimits(options.limits)
  const { firstPacketMs, frameProgressMs, idleMs, lingerMs } = limits
  const context: TcpContext = {
    handler: options.handler,
    onHttp: options.onHttp,
    log,
    limits,
    secrets: (options.secrets ?? []).map(proxySecretKey),
    random: options.random ?? systemRandom,
    watchdog: new Watchdog(Math.min(firstPacketMs, frameProgressMs, idleMs, lingerMs)),
    pending: options.pending ?? new HeldBytes(limits.pendingBytesTotal),
  }
  const servers: Server[] = []
  const connections = new Map<Socket, TcpConnection>()
  const perAddress = new Map<string, number>()
  const noteRefusal = refusalNotes(log)
  let host: string | undefined
  let closing: Promise<void> | undefined
  let onEmpty: (() => void) | undefined

  function accept(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress)
    const ofAddress = perAddress.get(address) ?? 0
    const refusal = refusalReason(ofAddress)
    if (refusal !== undefined) {
      noteRefusal(socket, refusal)
      socket.destroy()
      return
    }
    perAddress.set(address, ofAddress + 1)
    connections.set(socket, new TcpConnection(context, socket))
    socket.once('close', () => {
      connections.delete(socket)
      if (connections.size === 0) onEmpty?.()
      const left = (perAddress.get(address) ?? 1) - 1
      if (left === 0) perAddress.delete(address)
      else perAddress.set(address, left)
    })
  }

  function refusalReason(ofAddress: number): string | undefined {
    if (closing !== undefined) return 'server is stopping'
    if (connections.size >= limits.connections) return 'all connections taken'
    if (ofAddress < limits.connectionsPerAddress) return undefined
    return 'all connections of this address taken'
  }

  async function open(port: number, on: string, option: PortOption): Promise<{ port: number }> {
    // Half-open as http.Server makes its own sockets: it decides itself what an early end means.
    const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, accept)
    const opened = await bind(server, port, on, option)
    servers.push(server)
    server.on('error', (error) => log.error({ err: error, port: opened }, 'accept failed'))
    return { port: opened }
  }

  async function closeAll(): Promise<void> {
    const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
    for (const connection of connections.values()) connection.stop('server is stopping')
    const cutOff = setTimeout(() => {
      for (const socket of connections.keys()) socket.destroy()
    }, lingerMs)
    await Promise.all(closed)
    // A server counts a socket as gone a moment before the socket says so itself.
    if (connections.size > 0) await new Promise<void>((resolve) => (onEmpty = resolve))
    clearTimeout(cutOff)
  }

  return {
    listen(port, on) {
      host = on
      return open(port, on, 'port')
    },
    also(port) {
      if (host === undefined) throw new Error('also() before listen()')
      return open(port, host, 'also-port')
    },
    close: () => (closing ??= closeAll()),
    get connectionCount() {
      return connections.size
    },
  }
}

/** Resolves with the port once it is open. */
function bind(server: Server, port: number, host: string, option: PortOption): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(listenError(error, port, host, option))
    }
    server.once('error', fail)
    try {
      server.listen(port, host, () => {
        server.off('error', fail)
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : port)
      })
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)))
    }
  })
}

/** Logs refused connections, at most one line a second, since who floods must not fill the disk too. */
function refusalNotes(log: Logger): (socket: Socket, reason: string) => void {
  let nextLineAt = 0
  let unlogged = 0
  return (socket, reason) => {
    unlogged += 1
    const now = performance.now()
    if (now < nextLineAt) return
    const remote = formatRemote(socket.remoteAddress, socket.remotePort)
    log.warn({ remote, transport: 'unknown', reason, refused: unlogged }, 'connection refused')
    nextLineAt = now + REFUSAL_LOG_MS
    unlogged = 0
  }
}
