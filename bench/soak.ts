import { runOnce, type RequestKind } from './load.ts'
import { createSupergroup, encode, logIn } from './requests.ts'
import { ServerProcess, withDirectory } from './server-process.ts'

/** Memory of a server after each of the same loads in a row, in bytes. */
export interface SoakResult {
  readonly loads: readonly { readonly heap: number; readonly rss: number }[]
}

const LOADS = 10
/** New accounts of each load, with one session each, and links that each of them exports. */
const ACCOUNTS = 32
const LINKS = 2000
const WINDOW = 32
const CHAT_INVITE_EXPORTED = 0xa22cbd96

/**
 * Puts the same load on one server ten times: new accounts log in, make supergroups, export links and go.
 * What is kept of them in memory must come to an end: the heap after the last load is no larger than after
 * one in the middle.
 */
export async function benchSoak(): Promise<SoakResult> {
  return withDirectory(async (data) => {
    await using server = await ServerProcess.start({ data, probe: true })
    const loads = []
    for (let i = 0; i < LOADS; i++) {
      await load(server)
      const { heapUsed, rss } = await server.memory()
      loads.push({ heap: heapUsed, rss })
    }
    return { loads }
  })
}

async function load(server: ServerProcess): Promise<void> {
  const { promise: broken, reject } = Promise.withResolvers<never>()
  const clients = []
  const bodies: Buffer[][] = []
  for (let i = 0; i < ACCOUNTS; i++) {
    const client = await logIn(server, `Admin ${i}`, reject)
    const peer = await createSupergroup(client, `Chat ${i}`)
    const body = encode('messages.exportChatInvite', { peer, title: 'Soak' })
    clients.push(client)
    bodies.push(Array.from({ length: LINKS }, () => body))
  }
  const kind: RequestKind = {
    name: 'messages.exportChatInvite',
    answerId: CHAT_INVITE_EXPORTED,
    bodies: (connection) => bodies[connection] ?? [],
  }
  await Promise.race([broken, runOnce(clients, kind, WINDOW)])
  for (const client of clients) client.close()
}
