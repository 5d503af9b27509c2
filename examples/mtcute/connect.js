// How mtcute is pointed at localgram; user.js and bot.js use it.
import { addPublicKey } from '@mtcute/core/utils.js'
import { MemoryStorage, TelegramClient } from '@mtcute/node'
import { NodeCryptoProvider } from '@mtcute/node/utils.js'

/** Where localgram listens. */
export const url = process.env.LOCALGRAM_URL ?? 'http://127.0.0.1:4430'

/** A client that is not logged in. */
export async function connect() {
  const server = await (await fetch(`${url}/control/v1/connection`)).json()
  // mtcute trusts Telegram's RSA keys only: add this server's.
  addPublicKey(new NodeCryptoProvider(), server.publicKeyPem)
  const dc = { id: server.dcId, ipAddress: server.host, port: server.port }
  return new TelegramClient({
    apiId: server.apiId,
    apiHash: server.apiHash,
    storage: new MemoryStorage(),
    defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } },
  })
}
