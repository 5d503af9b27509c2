import { RpcError, rpcError } from '../core/rpc-error.ts'
import type { Logger } from '../core/logger.ts'
import type { Domain } from '../domain/context.ts'
import type { RpcCall, RpcPort, RpcSession } from '../mtproto/session/rpc-port.ts'
import {
  decodeRequest,
  encodeResult,
  hasMethod,
  layerFor,
  NEWEST_LAYER,
  OLDEST_LAYER,
} from '../tl/api.ts'
import { TlDecodeError, TlEncodeError } from '../tl/errors.ts'
import { encodeMt } from '../tl/mtproto.ts'
import type { TlObject } from '../tl/object.ts'
import { runChain, type Call, type Link } from './chain/chain.ts'
import type { Client, Clients } from './clients.ts'
import type { AnyMethod } from './method.ts'
import type { Pushes } from './pushes.ts'
import type { ServerFacts } from './server-facts.ts'
import { unwrap, type Unwrapped } from './unwrap.ts'

/** Longest wait for the calls that invokeAfterMsg names, milliseconds. */
const AFTER_MAX_MS = 10_000

/** What a temporary key may call before it is bound (https://core.telegram.org/api/pfs). */
const UNBOUND: ReadonlySet<string> = new Set([
  'auth.bindTempAuthKey',
  'help.getConfig',
  'help.getNearestDc',
])

/** What a dispatcher is made of. */
export interface DispatcherParts {
  readonly domain: Domain
  readonly clients: Clients
  readonly pushes: Pushes
  readonly methods: ReadonlyMap<string, AnyMethod>
  readonly chain: readonly Link[]
  readonly server: ServerFacts
  readonly log: Logger
}

/**
 * The door between MTProto sessions and methods: bytes of a call in, bytes of its answer out. Answers
 * leave in exactly the client's layer (spec/clients.md section 1, "Layer must be exact").
 */
export function createDispatcher(parts: DispatcherParts): RpcPort {
  const { clients, pushes, log } = parts
  return {
    async call(call) {
      try {
        return await answer(parts, call)
      } catch (error) {
        return encodeError(error, log, call)
      }
    },
    sessionOpened(session) {
      pushes.opened(session)
    },
    sessionOnline(session, online) {
      pushes.online(session, online)
    },
    sessionClosed(session) {
      pushes.closed(session)
    },
  }

  async function answer(all: DispatcherParts, raw: RpcCall): Promise<Uint8Array> {
    const unwrapped = unwrap(decode(raw.body))
    const { session } = raw
    if (session.permKeyId === undefined && !UNBOUND.has(unwrapped.query._)) {
      throw rpcError('AUTH_KEY_PERM_EMPTY', { reason: 'the temporary key is not bound yet' })
    }
    const client = await clients.load(session.permKeyId ?? session.keyId)
    await introduce(client, session, unwrapped)
    if (unwrapped.after.length > 0) await waitFor(session, unwrapped.after)
    pushes.called(session, client, unwrapped.withoutUpdates)
    const query = unwrapped.query
    const call: Call = {
      query,
      method: all.methods.get(query._),
      client,
      session,
      msgId: raw.msgId,
      // Few calls wait long enough to need it.
      get signal() {
        return raw.signal
      },
      parts: all,
    }
    const result = await runChain(all.chain, call)
    pushes.called(session, client, unwrapped.withoutUpdates)
    return encodeAnswer(query._, result, client.layer)
  }

  async function introduce(
    client: Client,
    session: RpcSession,
    { layer, device }: Unwrapped,
  ): Promise<void> {
    if (layer === undefined && device === undefined) return
    noteUnknownLayer(layer)
    if (session.permKeyId !== undefined) await clients.introduce(client, layer, device)
    // An unbound key will be forgotten; its own answers are still in its client's layer.
    else if (layer !== undefined) client.layer = layerFor(layer)
  }

  function noteUnknownLayer(layer: number | undefined): void {
    if (layer !== undefined && (layer > NEWEST_LAYER || layer < OLDEST_LAYER)) {
      log.warn(
        { layer, newest: NEWEST_LAYER, oldest: OLDEST_LAYER },
        'a client speaks a layer without a schema',
      )
    }
  }
}

/**
 * @throws INPUT_METHOD_INVALID for an unknown constructor, INPUT_FETCH_ERROR for bytes that do not
 *   parse (spec section 3.1)
 */
function decode(body: Buffer): TlObject {
  try {
    return decodeRequest(body)
  } catch (error) {
    if (!(error instanceof TlDecodeError)) throw error
    if (error.kind === 'unknown-constructor' && error.constructorId !== undefined) {
      throw new InvalidMethodError(error.constructorId, body.length)
    }
    throw rpcError('INPUT_FETCH_ERROR', { reason: error.message })
  }
}

/** `INPUT_METHOD_INVALID_<id>_<n>`; the second number's meaning is unknown, the length is put there [INF]. */
class InvalidMethodError extends Error {
  readonly code = 400
  constructor(constructorId: number, length: number) {
    super(`INPUT_METHOD_INVALID_${constructorId >>> 0}_${length}`)
  }
}

/**
 * @throws METHOD_INVALID for a method that the client's own layer does not have, where that layer cannot
 *   hold the answer either
 */
function encodeAnswer(name: string, result: unknown, layer: number): Uint8Array {
  try {
    return encodeResult(name, result, layer)
  } catch (error) {
    if (!(error instanceof TlEncodeError) || hasMethod(name, layer)) throw error
    throw rpcError('METHOD_INVALID', { reason: `layer ${layer} has no ${name}: ${error.message}` })
  }
}

async function waitFor(session: RpcSession, msgIds: readonly bigint[]): Promise<void> {
  const answered = msgIds.map((id) => session.answered(id)).filter((wait) => wait !== undefined)
  if (answered.length === 0) return
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(rpcError('MSG_WAIT_TIMEOUT'))
    }, AFTER_MAX_MS)
  })
  try {
    await Promise.race([Promise.all(answered), late])
  } finally {
    clearTimeout(timer)
  }
}

/** An rpc_error for anything that was thrown; what is no RpcError is a bug and is logged as one. */
function encodeError(error: unknown, log: Logger, call: RpcCall): Uint8Array {
  if (error instanceof RpcError || error instanceof InvalidMethodError) {
    return encodeMt({ _: 'rpc_error', errorCode: error.code, errorMessage: error.message })
  }
  log.error(
    { err: error, sessionId: String(call.session.id), keyId: call.session.keyId },
    'a call failed by a bug',
  )
  return encodeMt({ _: 'rpc_error', errorCode: 500, errorMessage: 'INTERNAL' })
}
