import { fileURLToPath } from 'node:url'
import { HttpConnection, jsonRequest } from './http-client.ts'
import { resultOf, Tally, type LoadResult } from './load.ts'
import { ServerProcess, withDirectory } from './server-process.ts'

/** What one number of connections gave; the first result is the floor. */
export interface BotApiResult {
  readonly connections: number
  readonly results: readonly LoadResult[]
}

/** How it is measured. */
export interface BotApiSettings {
  readonly connections: readonly number[]
  /** Seconds for each number of connections and kind. */
  readonly seconds: number
  /** Directory for CPU profiles of the servers. */
  readonly profileTo?: string | undefined
}

/** Chats of the bot: it reaches `invitesPerAdmin` in none. */
const CHATS = 64
/** As in load.ts: the kinds take turns, so that all see the same machine. */
const SLICES = 4
const WARM_UP = 1

const FLOOR = fileURLToPath(new URL('fastify-floor.ts', import.meta.url))

/** One kind of call, and the server that answers it. */
interface Kind {
  readonly name: string
  readonly server: ServerProcess
  readonly clients: readonly HttpConnection[]
  /** What the connections send in turn. */
  readonly requests: readonly Buffer[]
  readonly tally: Tally
}

/**
 * createChatInviteLink by HTTP on a durable database, sendMessage in memory, and beside them a fastify route
 * that answers the bytes of the first: connections that are kept open, one call under way on each.
 */
export async function benchBotApi(settings: BotApiSettings): Promise<BotApiResult[]> {
  const all: BotApiResult[] = []
  for (const connections of settings.connections) {
    // A server and a database of its own for each, so that none works on what another left.
    const results = await withDirectory((data) => benchOne(data, connections, settings))
    all.push({ connections, results })
  }
  return all
}

async function benchOne(
  data: string,
  connections: number,
  { seconds, profileTo }: BotApiSettings,
): Promise<LoadResult[]> {
  await using server = await ServerProcess.start({ data, probe: true, profileTo })
  await using memory = await ServerProcess.start({ data: ':memory:', probe: true, profileTo })
  await using floor = await ServerProcess.start({ data, probe: true, main: FLOOR })
  const call = { name: 'Bench', creates_join_request: false }
  const { token, chatIds } = await makeBot(server)
  const writer = await makeBot(memory)
  const path = '/createChatInviteLink'
  const kinds: Kind[] = [
    await kindOf('a bare fastify route', floor, connections, [
      jsonRequest(floor.address, path, { chat_id: chatIds[0], ...call }),
    ]),
    await kindOf(
      'createChatInviteLink',
      server,
      connections,
      chatIds.map((chatId) =>
        jsonRequest(server.address, `/bot${token}${path}`, { chat_id: chatId, ...call }),
      ),
    ),
    await kindOf(
      'sendMessage in memory',
      memory,
      connections,
      writer.chatIds.map((chatId) =>
        jsonRequest(memory.address, `/bot${writer.token}/sendMessage`, {
          chat_id: chatId,
          text: 'Bench',
        }),
      ),
    ),
  ]
  for (const kind of kinds) await runSlice(kind, WARM_UP)
  for (let slice = 0; slice < SLICES; slice++) {
    for (const kind of kinds) {
      await kind.tally.measure(kind.server, () => runSlice(kind, seconds / SLICES))
    }
  }
  for (const { clients } of kinds) for (const client of clients) client.close()
  return kinds.map(({ name, tally }) => resultOf(name, tally))
}

/** A bot that may invite in every chat of its owner. */
async function makeBot(server: ServerProcess): Promise<{ token: string; chatIds: number[] }> {
  const owner = await server.make<{ id: number }>('users', { firstName: 'Owner' })
  const wanted = { username: 'bench_bot', name: 'Bench', ownerId: owner.id }
  const { id, token } = await server.make<{ id: number; token: string }>('bots', wanted)
  const chatIds: number[] = []
  for (let i = 0; i < CHATS; i++) {
    const { botApiChatId } = await server.make<{ botApiChatId: number }>('chats', {
      type: 'supergroup',
      title: `Chat ${i}`,
      ownerId: owner.id,
      admins: [{ id, rights: ['inviteUsers'] }],
    })
    chatIds.push(botApiChatId)
  }
  return { token, chatIds }
}

async function kindOf(
  name: string,
  server: ServerProcess,
  connections: number,
  requests: readonly Buffer[],
): Promise<Kind> {
  const clients: HttpConnection[] = []
  for (let i = 0; i < connections; i++) clients.push(await HttpConnection.open(server.address))
  return { name, server, clients, requests, tally: new Tally() }
}

/** Calls on every connection until the time is over; resolves with the latencies in milliseconds. */
async function runSlice({ clients, requests }: Kind, seconds: number): Promise<number[]> {
  const latencies: number[] = []
  const endAt = performance.now() + seconds * 1000
  let turn = 0
  await Promise.all(
    clients.map(async (client) => {
      for (let now = performance.now(); now < endAt;) {
        const request = requests[turn++ % requests.length]
        if (request === undefined) return
        const sentAt = now
        await client.send(request)
        now = performance.now()
        latencies.push(now - sentAt)
      }
    }),
  )
  return latencies
}
