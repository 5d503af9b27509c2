import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** What a connection begins with: how the client was led to the server. */
export type Opening = 'SOCKS5' | 'CONNECT' | 'POST' | 'obfuscated'

/** A cable between clients and the server, which can be cut. */
export interface Cable {
  readonly port: number
  /** How every connection began that came in since the start. */
  readonly openings: readonly Opening[]
  /** Breaks every connection that stands now; new ones pass. */
  cut(): void
  close(): void
}

/** Lays a cable to a port of 127.0.0.1. */
export async function layCable(port: number): Promise<Cable> {
  const standing = new Set<Socket>()
  const openings: Opening[] = []
  const server = createServer((near) => {
    near.once('data', (first) => openings.push(openingOf(first)))
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
    openings,
    cut,
    close() {
      server.close()
      cut()
    },
  }
}

function openingOf(first: Buffer): Opening {
  if (first[0] === 5) return 'SOCKS5'
  const word = first.toString('latin1', 0, 4)
  if (word === 'CONN') return 'CONNECT'
  return word === 'POST' ? 'POST' : 'obfuscated'
}
