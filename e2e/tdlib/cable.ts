import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A cable between clients and the server, which can be cut. */
export interface Cable {
  readonly port: number
  /** Connections that came in since the start. */
  readonly connections: () => number
  /** Breaks every connection that stands now; new ones pass. */
  cut(): void
  close(): void
}

/** Lays a cable to a port of 127.0.0.1. */
export async function layCable(port: number): Promise<Cable> {
  const standing = new Set<Socket>()
  let connections = 0
  const server = createServer((near) => {
    connections++
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      standing.add(socket)
      socket.on('close', () => standing.delete(socket))
      // The end that is left learns of it by its close.
      socket.on('error', () => undefined)
    }
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    near.pipe(far).pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = (): void => {
    for (const socket of standing) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    cut,
    close() {
      server.close()
      cut()
    },
  }
}
