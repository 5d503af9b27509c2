import { createLogger } from '../core/logger.ts'
import { createTestDomain, type TestAccount, type TestDomain } from '../domain/testing.ts'
import { authorizeKey } from '../domain/accounts/authorization.ts'
import type { RpcPort, RpcSession } from '../mtproto/session/rpc-port.ts'
import { decodeObject, decodeResult, encodeObject, NEWEST_LAYER } from '../tl/api.ts'
import type { TlMethods } from '../tl/generated/methods.ts'
import { decodeMt } from '../tl/mtproto.ts'
import type { TlObject } from '../tl/object.ts'
import { CHAIN } from './chain/links.ts'
import { Clients } from './clients.ts'
import { createDispatcher } from './dispatcher.ts'
import type { AnyMethod, MethodName } from './method.ts'
import { METHODS } from './methods/index.ts'
import { Pushes } from './pushes.ts'
import type { ServerFacts } from './server-facts.ts'

/** What the test server says of itself. */
export const TEST_FACTS: ServerFacts = {
  host: '127.0.0.1',
  port: 4430,
  dcId: 2,
  testMode: false,
}

/** A client on a session of its own, which speaks one layer through the whole RPC layer. */
export interface TestClient {
  readonly session: RpcSession
  readonly keyId: string
  /** Calls a method; rejects with an Error whose message is the rpc_error's and whose `code` its code. */
  call<N extends MethodName>(
    name: N,
    request?: Omit<TlMethods[N]['request'], '_'>,
  ): Promise<TlMethods[N]['result']>
  /** The same with bytes of the caller's own making. */
  send(name: string, body: Uint8Array, msgId?: bigint): Promise<unknown>
  /** What was pushed so far, read in the client's layer. */
  pushed(): Promise<TlObject[]>
  /** What was pushed since this was called last. */
  news(): Promise<TlObject[]>
  /** Ends the session: nothing is pushed to it any more. */
  disconnect(): void
}

/** How a test client connects. */
export interface TestClientOptions {
  readonly layer?: number
  /** Logged in from the start. */
  readonly account?: TestAccount
  /** Another session on this client's key. */
  readonly sameKeyAs?: TestClient
  /** Says nothing of itself: no invokeWithLayer, no initConnection. */
  readonly silent?: boolean
  /** A temporary key, unbound. */
  readonly temporary?: boolean
  /** Data centre that the client thinks it talks to. */
  readonly dc?: number
  /** Told of each push, with its bytes; nothing is kept for `pushed` then. */
  readonly onPush?: (body: Uint8Array) => void
  /** Told of each answer, with its bytes. */
  readonly onAnswer?: (body: Uint8Array) => void
}

/** The RPC layer over a store in memory. */
export interface TestRpc extends TestDomain {
  connect(options?: TestClientOptions): Promise<TestClient>
}

/** An rpc_error that a test client got. */
export class TestRpcError extends Error {
  readonly code: number
  constructor(message: string, code: number) {
    super(message)
    this.code = code
  }
}

/**
 * Makes the RPC layer for tests: clients call through real bytes, unwrapping, the chain and the codec of
 * their layer, only without a socket.
 *
 * @param more methods beside the registered ones
 * @param options limits and settings of the domain
 */
export async function createTestRpc(
  more: readonly AnyMethod[] = [],
  options: Parameters<typeof createTestDomain>[0] = {},
): Promise<TestRpc> {
  const world = await createTestDomain(options)
  const { domain } = world
  const pushes = new Pushes(domain, createLogger('silent'), TEST_FACTS.dcId)
  const port = createDispatcher({
    domain,
    clients: new Clients(domain),
    pushes,
    methods: new Map([...METHODS, ...more.map((one) => [one.name, one] as const)]),
    chain: CHAIN,
    server: TEST_FACTS,
    log: createLogger('silent'),
  })
  let sessions = 0
  return {
    ...world,
    async connect(options = {}) {
      const id = ++sessions
      const fresh = id.toString(16).padStart(16, '0')
      const keyId = options.sameKeyAs?.keyId ?? fresh
      if (!options.sameKeyAs) await insertKey(world, keyId, options)
      return connectSession(port, pushes, keyId, BigInt(id), options)
    },
  }
}

async function insertKey(
  { unit }: TestDomain,
  keyId: string,
  { account, layer = NEWEST_LAYER, temporary = false, dc }: TestClientOptions,
): Promise<void> {
  const device = {
    apiId: 4, deviceModel: 'Test', systemVersion: '', appVersion: '', systemLangCode: '', langPack: '', langCode: '',
  } // prettier-ignore
  await unit(async (u) => {
    await u.db.auth.insertKey({
      id: keyId,
      key: Buffer.alloc(256, Number(`0x${keyId}`)),
      kind: temporary ? 'temp' : 'perm',
      expiresAt: temporary ? u.now + 86_400 : null,
      boundTo: null,
      dc: dc ?? null,
      createdAt: u.now,
    })
    if (account) await authorizeKey(u, { keyId, layer, device }, account.row)
  })
}

function connectSession(
  port: RpcPort,
  pushes: Pushes,
  keyId: string,
  id: bigint,
  { layer = NEWEST_LAYER, silent = false, temporary = false, onPush, onAnswer }: TestClientOptions,
): TestClient {
  const pushed: Uint8Array[] = []
  let told = 0
  const session: RpcSession = {
    id,
    keyId,
    permKeyId: temporary ? undefined : keyId,
    uniqueId: id,
    online: true,
    remote: '127.0.0.1',
    push: onPush ?? ((body) => pushed.push(body)),
    answered: () => undefined,
  }
  let calls = 0n
  const send: TestClient['send'] = async (name, body, msgId) => {
    const bytes = await port.call({
      body: Buffer.from(body),
      msgId: msgId ?? (BigInt(Math.floor(Date.now() / 1000)) << 32n) | (++calls * 4n),
      session,
      connectionId: 1,
      signal: new AbortController().signal,
    })
    onAnswer?.(bytes)
    if (isRpcError(bytes)) throw errorOf(bytes)
    return decodeResult(name, bytes, layer)
  }
  port.sessionOpened(session)
  return {
    session,
    keyId,
    send,
    call: async (name, request) => {
      const query = { _: name, ...request }
      const call = silent ? query : wrapped(query, layer)
      return (await send(name, encodeObject(call, layer))) as never
    },
    pushed: async () => {
      await pushes.flushed()
      return pushed.map((bytes) => decodeObject(bytes, layer))
    },
    news: async () => {
      await pushes.flushed()
      const fresh = pushed.slice(told)
      told = pushed.length
      return fresh.map((bytes) => decodeObject(bytes, layer))
    },
    disconnect: () => port.sessionClosed(session),
  }
}

function wrapped(query: TlObject, layer: number): TlObject {
  const init = {
    _: 'initConnection',
    apiId: 4,
    deviceModel: 'Test',
    systemVersion: '1',
    appVersion: '2',
    systemLangCode: 'en',
    langPack: '',
    langCode: 'en',
    query,
  }
  return { _: 'invokeWithLayer', layer, query: init } as TlObject
}

const RPC_ERROR = 0x2144ca19

function isRpcError(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && Buffer.from(bytes.subarray(0, 4)).readUInt32LE(0) === RPC_ERROR
}

function errorOf(bytes: Uint8Array): TestRpcError {
  const error = decodeMt(bytes)
  if (error._ !== 'rpc_error') throw new Error(`no rpc_error but ${error._}`)
  return new TestRpcError(error.errorMessage, error.errorCode)
}
