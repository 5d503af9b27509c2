import { MemoryStorage, TelegramClient } from '@mtcute/node'
import { addPublicKey } from '@mtcute/core/utils.js'
import { NodeCryptoProvider } from '@mtcute/node/utils.js'
import type { LocalgramServer } from '../../src/index.ts'

/** Any identity will do. */
export const API_ID = 12345
export const API_HASH = '0123456789abcdef0123456789abcdef'

/** A client of the real package, pointed at the server by its public options only. */
export function mtcuteClient(
  server: LocalgramServer,
  options: { pfs?: boolean } = {},
): TelegramClient {
  addPublicKey(new NodeCryptoProvider(), server.publicKey)
  const dc = { id: server.dcId, ipAddress: server.host, port: server.port }
  return new TelegramClient({
    apiId: API_ID,
    apiHash: API_HASH,
    storage: new MemoryStorage(),
    defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } },
    logLevel: 1,
    network: { usePfs: options.pfs ?? false },
  })
}

/** Logs in with a phone; test numbers 99966XYYYY have the code XXXXX. */
export async function mtcuteUser(server: LocalgramServer, phone: string): Promise<TelegramClient> {
  const client = mtcuteClient(server)
  await client.start({
    phone,
    code: async () => (await server.loginCode(phone)) ?? '',
    password: 'none',
  })
  return client
}

/** Logs in with a bot token. */
export async function mtcuteBot(server: LocalgramServer, token: string): Promise<TelegramClient> {
  const client = mtcuteClient(server)
  await client.start({ botToken: token })
  return client
}
