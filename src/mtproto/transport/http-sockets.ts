import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Makes the `onHttp` of a listener from an HTTP server that does not listen itself. The `listening`
 * event is what makes Node watch `headersTimeout` and `requestTimeout`: without it a slow request
 * would hold its socket for ever, and `closeAllConnections()` would know no connection.
 */
export function httpSocketHandler(server: Server): (socket: Socket) => void {
  server.emit('listening')
  return (socket) => {
    server.emit('connection', socket)
  }
}
