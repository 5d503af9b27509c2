import { Long, tl } from '@mtcute/core'
import type { TelegramClient } from '@mtcute/node'
import { Refusal, tidy, type Account, type Ground, type Line } from '../../conformance/ground.ts'
import { startServer, type LocalgramServer, type StartOptions } from '../../src/index.ts'
import type { TlObject } from '../../src/tl/object.ts'
import { mtcuteClient } from './mtcute.ts'

/** The layer of the installed package. */
export const MTCUTE_LAYER = tl.LAYER

/** The rules over the wire: a server with a port of its own, and a client of the real package for each account. */
export async function mtcuteGround(limits: StartOptions['limits'] = {}): Promise<Ground> {
  const server = await startServer({ limits })
  return {
    layer: MTCUTE_LAYER,
    now: () => server.clock.now(),
    advance: (seconds) => server.clock.advance(seconds),
    async createUser(wanted) {
      const { id } = await server.createUser(wanted)
      return { id, username: wanted.username, isBot: false }
    },
    async createBot({ firstName, username }) {
      const { id } = await server.createBot({ name: firstName, username })
      return { id, username, isBot: true }
    },
    createChat: (wanted) => server.createChat(wanted),
    connect: (account) => connect(server, account),
    close: () => server.stop(),
  }
}

async function connect(server: LocalgramServer, account: Account | undefined): Promise<Line> {
  const client = mtcuteClient(server, { silent: true })
  if (account) await client.importSession(await server.createSession(account.id, 'mtcute'))
  const pushed: TlObject[] = []
  // As they came from the server, before the package puts them in order.
  client._client.onServerUpdate.add((updates) => pushed.push(ours(updates) as TlObject))
  await client.connect()
  return {
    call: (request) => call(client, request),
    pushed: async () => pushed,
    close: () => client.destroy(),
  }
}

async function call(client: TelegramClient, request: TlObject): Promise<unknown> {
  try {
    return ours(await client.call(theirs(request) as never))
  } catch (error) {
    if (error instanceof tl.RpcError) throw new Refusal(error.text, error.code)
    throw error
  }
}

/** A value in the package's own types: it has a class for 64-bit numbers. */
function theirs(value: unknown): unknown {
  if (typeof value === 'bigint') return Long.fromBigInt(value)
  return mapped(value, theirs)
}

/** A value in localgram's types; the package has the ids of chatFull's requesters as 64-bit numbers. */
function ours(value: unknown): unknown {
  return tidy(plain(value))
}

function plain(value: unknown): unknown {
  return Long.isLong(value) ? value.toBigInt() : mapped(value, plain)
}

function mapped(value: unknown, each: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(each)
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      name === 'recentRequesters' ? (field as unknown[] | undefined)?.map(Number) : each(field),
    ]),
  )
}
