import type { IncomingMessage, ServerResponse } from 'node:http'
import { HeldBytes } from '../../core/held-bytes.ts'
import type { Logger } from '../../core/logger.ts'
import { ProtocolError } from '../../core/protocol-error.ts'
import { clearTimeout, setTimeout } from '../../core/timers.ts'
import { ByteQueue } from './byte-queue.ts'
import { formatRemote, nextConnectionId } from './connection.ts'
import type { PacketConnection, PacketHandler, TransportErrorCode } from './connection.ts'
import { transportErrorPayload } from './frame-rules.ts'
import { transportLimits } from './limits.ts'
import type { TransportLimits } from './limits.ts'

/** What the HTTP transport needs besides the handler. */
export interface HttpTransportOptions {
  readonly log: Logger
  readonly limits?: Partial<TransportLimits>
  /** Where begun bodies are counted; each alone unless told. */
  readonly pending?: HeldBytes
}

/** Paths of https://core.telegram.org/mtproto/transports#uri-format: /api, /apiw1, /api_test, /apiw_test1. */
const PATH = /^\/api(w?)\d?(?:_test\d?)?\/?$/

/** Sent on the `w` paths, with which pages of any origin may talk to the server, as Telegram lets them. */
const CORS = [
  ['Access-Control-Allow-Origin', '*'],
  ['Access-Control-Allow-Methods', 'POST, OPTIONS'],
  ['Access-Control-Allow-Headers', 'origin, content-type'],
  ['Access-Control-Max-Age', '1728000'],
] as const

/**
 * Whether a request target belongs to the HTTP transport. Takes the absolute form too, which TDLib
 * sends through an HTTP proxy.
 */
export function isHttpTransportUrl(url: string | undefined): boolean {
  return matchPath(url) !== undefined
}

/**
 * Serves one request of the HTTP transport: the body of a POST is one packet of one short-lived
 * connection, whose first `send` is the answer. Without one the answer is empty after `close` or
 * `limits.httpAnswerMs`. The body must not have been read yet. Never throws.
 * See https://core.telegram.org/mtproto/transports#http
 */
export function handleHttpTransport(
  req: IncomingMessage,
  res: ServerResponse,
  handler: PacketHandler,
  options: HttpTransportOptions,
): void {
  const limits = transportLimits(options.limits)
  const answer = (status: number, body: Uint8Array): void => writeAnswer(req, res, status, body)
  res.on('error', (error) => options.log.debug({ err: error }, 'http answer failed'))
  if (req.method === 'OPTIONS') {
    answer(200, EMPTY)
  } else if (req.method !== 'POST') {
    res.setHeader('Allow', 'POST, OPTIONS')
    answer(405, EMPTY)
  } else {
    readBody(req, limits, options.pending ?? new HeldBytes(), (body) => {
      if (typeof body === 'number') {
        const reason = REFUSALS[body]
        const remote = formatRemote(req.socket.remoteAddress, req.socket.remotePort)
        options.log.warn({ remote, transport: 'http', reason }, 'connection cut off')
        res.shouldKeepAlive = false
        answer(body, EMPTY)
      } else if (body.length === 0 || body.length % 4 !== 0) {
        answer(404, transportErrorPayload(-404))
      } else {
        new HttpConnection(req, res, handler, options.log, limits.httpAnswerMs).run(body)
      }
    })
  }
}

const EMPTY = Buffer.alloc(0)

/** Statuses that refuse a body, and what the log says of each. */
const REFUSALS = {
  408: 'body stopped coming',
  413: 'body over the limit',
  429: 'too many bytes of unfinished bodies on all connections',
} as const

function matchPath(url: string | undefined): RegExpExecArray | undefined {
  const path = url?.replace(/^https?:\/\/[^/?#]*/i, '').split('?', 1)[0] ?? ''
  return PATH.exec(path) ?? undefined
}

/**
 * Writes the whole answer. Content-Length must be the last header: Telethon takes what follows that
 * line and an empty one for the body.
 */
function writeAnswer(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  body: Uint8Array,
): void {
  if (res.headersSent || res.destroyed) return
  res.sendDate = false
  res.setHeader('Connection', res.shouldKeepAlive ? 'keep-alive' : 'close')
  res.setHeader('Content-Type', 'application/octet-stream')
  res.setHeader('Pragma', 'no-cache')
  res.setHeader('Cache-Control', 'no-store')
  if (matchPath(req.url)?.[1] === 'w') {
    for (const [name, value] of CORS) res.setHeader(name, value)
  }
  res.setHeader('Content-Length', body.length)
  res.writeHead(status)
  res.end(body)
}

/**
 * Calls back with the body, or with the status that refuses it: 413 as soon as it is over the limit,
 * 408 when it stops coming, 429 when all bodies together are too much. Does not call back if the client
 * leaves.
 */
function readBody(
  req: IncomingMessage,
  limits: TransportLimits,
  pending: HeldBytes,
  done: (body: Buffer | keyof typeof REFUSALS) => void,
): void {
  const body = new ByteQueue()
  let progress = 0
  const timer = setTimeout(() => finish(408), limits.frameProgressMs).unref()
  const onData = (chunk: Buffer): void => {
    if (body.length + chunk.length > limits.packetBytes) {
      finish(413)
      return
    }
    body.push(chunk)
    pending.bytes += chunk.length
    if (pending.isFull) {
      finish(429)
      return
    }
    progress += chunk.length
    if (progress < limits.frameProgressBytes) return
    progress = 0
    timer.refresh()
  }
  const onEnd = (): void => finish(body.drain())
  const onClose = (): void => {
    clearTimeout(timer)
    pending.bytes -= body.length
  }
  function finish(outcome: Buffer | keyof typeof REFUSALS): void {
    pending.bytes -= typeof outcome === 'number' ? body.length : outcome.length
    clearTimeout(timer)
    req.off('data', onData).off('end', onEnd).off('close', onClose)
    req.resume()
    done(outcome)
  }
  req.on('data', onData).on('end', onEnd).on('close', onClose)
  if (Number(req.headers['content-length'] ?? 0) > limits.packetBytes) finish(413)
}

/** One POST. */
class HttpConnection implements PacketConnection {
  readonly id = nextConnectionId()
  readonly kind = 'http'
  readonly transport = 'http'
  readonly remote: string
  readonly dcHint = undefined
  readonly #req: IncomingMessage
  readonly #res: ServerResponse
  readonly #handler: PacketHandler
  readonly #log: Logger
  readonly #timer: NodeJS.Timeout
  #reason: string | undefined

  constructor(
    req: IncomingMessage,
    res: ServerResponse,
    handler: PacketHandler,
    log: Logger,
    answerMs: number,
  ) {
    this.#req = req
    this.#res = res
    this.#handler = handler
    this.#log = log
    this.remote = formatRemote(req.socket.remoteAddress, req.socket.remotePort)
    this.#timer = setTimeout(() => this.close(`no answer within ${answerMs} ms`), answerMs)
    this.#timer.unref()
  }

  run(packet: Buffer): void {
    this.#res.once('close', () => this.#over())
    try {
      this.#handler.onConnect(this)
      if (this.#reason === undefined) this.#handler.onPacket(this, packet, false)
    } catch (error) {
      this.#fault(error)
    }
  }

  get bufferedBytes(): number {
    return this.#res.writableLength
  }

  send(packet: Uint8Array): void {
    this.#answer('answered', 200, packet)
  }

  sendTransportError(code: TransportErrorCode): void {
    this.#answer(`transport error ${code}`, -code, transportErrorPayload(code))
  }

  sendQuickAck(): void {
    // The answer itself is the receipt.
  }

  close(reason: string): void {
    this.#answer(reason, 200, EMPTY)
  }

  #answer(reason: string, status: number, body: Uint8Array): void {
    if (this.#reason !== undefined) return
    this.#reason = reason
    writeAnswer(this.#req, this.#res, status, body)
  }

  #over(): void {
    clearTimeout(this.#timer)
    this.#reason ??= 'the client did not wait for the answer'
    try {
      this.#handler.onClose(this, this.#reason)
    } catch (error) {
      this.#log.error(
        { connection: this.id, remote: this.remote, err: error },
        'packet handler failed',
      )
    }
  }

  #fault(error: unknown): void {
    if (error instanceof ProtocolError) {
      this.#log.info(
        { connection: this.id, remote: this.remote, transport: 'http', reason: error.message },
        'connection cut off',
      )
      if (error.transportCode !== undefined) this.sendTransportError(error.transportCode)
      else if (!error.connectionLives) this.close(error.message)
      return
    }
    this.#log.error(
      { connection: this.id, remote: this.remote, err: error },
      'packet handler failed',
    )
    this.#answer('internal error', 500, EMPTY)
  }
}
