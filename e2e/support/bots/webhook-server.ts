import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Where the webhook of a bot under test is, and the secret that localgram has to send. */
export const HOOK_PATH = '/hook'
export const HOOK_SECRET = 'Sesame_open-1'

/** A bot's web server on loopback. */
export interface HookServer {
  readonly url: string
  close(): Promise<void>
}

/** Serves a library's own handler of webhooks. */
export function serveHook(listener: RequestListener): Promise<HookServer> {
  return openHook(createServer(listener))
}

/** Opens a server that a library made itself. */
export async function openHook(server: Server): Promise<HookServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${HOOK_PATH}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
