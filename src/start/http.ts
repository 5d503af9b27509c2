import { createServer, type Server } from 'node:http'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import type { Logger } from '../core/logger.ts'
import type { HeldBytes } from '../core/held-bytes.ts'
import type { PacketHandler } from '../mtproto/transport/connection.ts'
import { handleHttpTransport, isHttpTransportUrl } from '../mtproto/transport/http.ts'
import { transportLimits, type TransportLimits } from '../mtproto/transport/limits.ts'
import { createWebSocketDoor } from '../mtproto/transport/websocket.ts'
import { createBodyWatch } from './body-watch.ts'

/** What the HTTP side is made of. */
export interface HttpParts {
  readonly handler: PacketHandler
  readonly secrets: readonly Uint8Array[]
  readonly log: Logger
  /** Where begun bodies and frames are counted. */
  readonly pending: HeldBytes
  readonly limits?: Partial<TransportLimits>
}

/** Everything on the port that speaks HTTP. */
export interface HttpSide {
  /** Takes routes until `ready`. */
  readonly app: FastifyInstance
  /** The server behind the app; it never listens, its sockets come from the MTProto listener. */
  readonly server: Server
  /** Ends long polls and deliveries; calls that run are still answered. */
  close(): Promise<void>
  /** Ends WebSockets, and HTTP connections that wait for their client's next request. */
  closeSockets(): void
}

/** Longest body of a Bot API or control request in bytes. */
const BODY_MAX = 1024 * 1024

/** Milliseconds within which the head of a request must be whole. */
const HEAD_MS = 10_000

/**
 * Puts HTTP together: MTProto's own HTTP transport and WebSocket first, everything else to fastify.
 */
export function createHttpSide({ handler, secrets, log, pending, ...rest }: HttpParts): HttpSide {
  const limits = transportLimits(rest.limits)
  const watchBody = createBodyWatch(limits)
  const transport = { log, limits, pending }
  // fastify calls the factory while it is being made, so the server is there afterwards.
  let server: Server | undefined
  const app = fastify({
    logger: false,
    bodyLimit: BODY_MAX,
    // Method names and tokens are case-sensitive in the path; the Bot API folds its own.
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: (_error, _request, reply) => {
      answerBadUrl(reply)
    },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
    serverFactory: (serve) => {
      server = createServer({ headersTimeout: HEAD_MS, connectionsCheckingInterval: HEAD_MS / 2 })
      server.on('request', (request, response) => {
        if (isHttpTransportUrl(request.url)) {
          handleHttpTransport(request, response, handler, transport)
          return
        }
        watchBody(request, response)
        serve(request, response)
      })
      return server
    },
  })
  if (server === undefined) throw new Error('fastify made no server')
  const door = createWebSocketDoor({ handler, secrets, ...transport })
  server.on('upgrade', (request, socket, head) => {
    if (door.handleUpgrade(request, socket, head)) return
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  app.get('/healthz', () => ({ status: 'ok' }))
  return {
    app,
    server,
    close: () => app.close(),
    closeSockets() {
      door.close()
      // The listener would wait for clients that keep an idle connection for their next request.
      server?.closeIdleConnections()
    },
  }
}

/** A path whose escapes are none leads nowhere: the answer that the Bot API has for such paths. */
function answerBadUrl(reply: FastifyReply): void {
  void reply.code(404).send({ ok: false, error_code: 404, description: 'Not Found' })
}
