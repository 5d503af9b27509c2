import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TransportLimits } from '../mtproto/transport/limits.ts'
import { Watchdog, type Watched } from '../mtproto/transport/watchdog.ts'
import { performance } from '../core/timers.ts'

/** What Node itself says to requests that are too slow. */
const TOO_SLOW = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'

/** A request whose body has begun. Progress is read off the socket, so that nobody's reading is touched. */
class BegunBody implements Watched {
  deadline: number
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #limits: TransportLimits
  #read: number

  constructor(request: IncomingMessage, response: ServerResponse, limits: TransportLimits) {
    this.#request = request
    this.#response = response
    this.#limits = limits
    this.#read = request.socket.bytesRead
    this.deadline = performance.now() + limits.frameProgressMs
  }

  expire(): void {
    const { complete, socket } = this.#request
    const { frameProgressBytes, frameProgressMs } = this.#limits
    if (complete || socket.bytesRead - this.#read >= frameProgressBytes) {
      this.#read = socket.bytesRead
      this.deadline = performance.now() + frameProgressMs
      return
    }
    if (!this.#response.headersSent) socket.write(TOO_SLOW)
    socket.destroy()
  }
}

/**
 * Watches the bodies of HTTP requests: one that does not go on ends its connection, whatever reads it or
 * does not. Node's own limit is for the whole of a request, and must let a slow upload pass.
 */
export function createBodyWatch(
  limits: TransportLimits,
): (request: IncomingMessage, response: ServerResponse) => void {
  const watchdog = new Watchdog(limits.frameProgressMs)
  return (request, response) => {
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers
    if (encoding === undefined && Number(length) === 0) return
    const body = new BegunBody(request, response, limits)
    const over = (): void => watchdog.unwatch(body)
    watchdog.watch(body)
    // Once the body has come whole, or its connection is gone.
    request.once('end', over).once('close', over)
  }
}
