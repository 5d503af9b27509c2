import { decodeResult, encodeObject, NEWEST_LAYER } from '../src/tl/api.ts'
import type { TypeInputPeer } from '../src/tl/generated/base.ts'
import { encodeMt } from '../src/tl/mtproto.ts'
import type { TlMethods } from '../src/tl/generated/methods.ts'
import { measureLoad, type LoadResult, type RequestKind } from './load.ts'
import { keyOfSession, MtprotoClient } from './mtproto-client.ts'
import { ServerProcess, withDirectory } from './server-process.ts'

/** Connections and requests under way on each of them. */
export interface Shape {
  readonly connections: number
  readonly window: number
}

/** What one shape of load gave; the first result is the floor. */
export interface RequestsResult extends Shape {
  readonly results: readonly LoadResult[]
}

/** How it is measured. */
export interface RequestsSettings {
  /** Seconds for each kind of request and shape. */
  readonly seconds: number
  /** The one kind to measure, without a floor: for profiles. */
  readonly only?: string | undefined
  /** Directory for CPU profiles of the servers. */
  readonly profileTo?: string | undefined
}

/** Chats that all connections together export links of: no admin reaches `invitesPerAdmin` in one. */
const CHATS = 64
/** Constructors of the answers. */
const PONG = 0x347773c5
const NEAREST_DC = 0x8e1a1775
const CHAT_INVITE = 0x5c9d3702
const CHAT_INVITE_EXPORTED = 0xa22cbd96

/**
 * Requests per second through MTProto on a durable database: a ping, which is the floor, a method
 * that reads nothing, one that reads, and messages.exportChatInvite, each on the same connections.
 */
export async function benchRequests(
  shapes: readonly Shape[],
  settings: RequestsSettings,
): Promise<RequestsResult[]> {
  const all: RequestsResult[] = []
  for (const shape of shapes) {
    // A server and a database of its own for each, so that none works on what another left.
    all.push(await withDirectory((data) => benchShape(shape, data, settings)))
  }
  return all
}

async function benchShape(
  shape: Shape,
  data: string,
  { seconds, only, profileTo }: RequestsSettings,
): Promise<RequestsResult> {
  await using server = await ServerProcess.start({ data, probe: true, profileTo })
  const { connections, window } = shape
  const { promise: broken, reject } = Promise.withResolvers<never>()
  const host = await logIn(server, 'Host', reject)
  const hash = await exportedHash(host, await createSupergroup(host, 'Previewed'))
  const clients: MtprotoClient[] = []
  const peers: TypeInputPeer[][] = []
  for (let i = 0; i < connections; i++) {
    const client = await logIn(server, `Admin ${i}`, reject)
    clients.push(client)
    const own: TypeInputPeer[] = []
    for (let n = 0; n < CHATS / connections; n++) {
      own.push(await createSupergroup(client, `Chat ${n} of ${i}`))
    }
    peers.push(own)
  }
  const kinds = kindsOf(hash, peers).filter(({ name }) => only === undefined || name === only)
  const results = await Promise.race([
    broken,
    measureLoad(server, clients, kinds, { window, seconds }),
  ])
  for (const client of [host, ...clients]) client.close()
  return { ...shape, results }
}

/** MTProto's `ping`: the floor. */
export function pingKind(): RequestKind {
  const bodies = [encodeMt({ _: 'ping', pingId: 1n })]
  return { name: 'ping', answerId: PONG, bodies: () => bodies }
}

function kindsOf(hash: string, peers: readonly (readonly TypeInputPeer[])[]): RequestKind[] {
  const near = [encode('help.getNearestDc', {})]
  const check = [encode('messages.checkChatInvite', { hash })]
  const exports = peers.map((own) =>
    own.map((peer) => encode('messages.exportChatInvite', { peer, title: 'Bench' })),
  )
  return [
    pingKind(),
    { name: 'help.getNearestDc', answerId: NEAREST_DC, bodies: () => near },
    { name: 'messages.checkChatInvite', answerId: CHAT_INVITE, bodies: () => check },
    {
      name: 'messages.exportChatInvite',
      answerId: CHAT_INVITE_EXPORTED,
      bodies: (connection) => exports[connection] ?? [],
    },
  ]
}

/** A connection that is logged in as an account of its own. */
export async function logIn(
  server: ServerProcess,
  firstName: string,
  onError: (error: Error) => void,
): Promise<MtprotoClient> {
  const { id } = await server.make<{ id: number }>('users', { firstName })
  return openSession(server, id, onError)
}

/** One more session of an account, on a connection and a key of its own. */
export async function openSession(
  server: ServerProcess,
  accountId: number,
  onError: (error: Error) => void,
  localAddress = '127.0.0.1',
): Promise<MtprotoClient> {
  const body = { accountId, format: 'gramjs' }
  const { session } = await server.make<{ session: string }>('sessions', body)
  const address = { ...server.address, localAddress }
  const client = await MtprotoClient.open(address, keyOfSession(session), onError)
  // Brings the server's salt, and tells the server that this account listens here.
  await call(client, 'updates.getState', {})
  return client
}

/** Makes a supergroup. */
export async function createSupergroup(
  client: MtprotoClient,
  title: string,
): Promise<TypeInputPeer> {
  const answer = await call(client, 'channels.createChannel', { megagroup: true, title, about: '' })
  const chats = 'chats' in answer ? answer.chats : []
  const chat = chats.find((one) => one._ === 'channel')
  if (chat?.accessHash === undefined) throw new Error('createChannel told of no channel')
  return { _: 'inputPeerChannel', channelId: chat.id, accessHash: chat.accessHash }
}

/** Exports a link and returns its hash. */
export async function exportedHash(client: MtprotoClient, peer: TypeInputPeer): Promise<string> {
  const answer = await call(client, 'messages.exportChatInvite', { peer })
  const hash = answer._ === 'chatInviteExported' ? answer.link.split('+')[1] : undefined
  if (hash === undefined) throw new Error('exportChatInvite told of no link')
  return hash
}

/** Makes a call and reads its answer. */
export async function call<N extends keyof TlMethods>(
  client: MtprotoClient,
  name: N,
  fields: Omit<TlMethods[N]['request'], '_'>,
): Promise<TlMethods[N]['result']> {
  const answer = await client.call(encode(name, fields))
  return decodeResult(name, answer, NEWEST_LAYER) as TlMethods[N]['result']
}

/** A call as it is sent. */
export function encode<N extends keyof TlMethods>(
  name: N,
  fields: Omit<TlMethods[N]['request'], '_'>,
): Buffer {
  return encodeObject({ _: name, ...fields }, NEWEST_LAYER)
}
