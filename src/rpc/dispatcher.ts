import { RpcError, rpcError } from '../core/rpc-error.ts'
import type { Logger } from '../core/logger.ts'
import { NO_METRICS, type Metrics } from '../core/metrics.ts'
import { noticesInLog, type Notices } from '../core/notices.ts'
import { SaidOnce } from '../core/said-once.ts'
import { clearTimeout, setTimeout } from '../core/timers.ts'
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
import { Pace } from './pace.ts'
import type { Pushes } from './pushes.ts'
import type { ServerFacts } from './server-facts.ts'
import { unwrap, type Unwrapped } from './unwrap.ts'

/** Longest wait for the calls that invokeAfterMsg names, milliseconds. */
const AFTER_MAX_MS = 10_000

/** Bytes of calls that are read, and of answers that are written, in one turn of the event loop: some milliseconds. */
const BYTES_AT_ONCE = 131_072

/** What a temporary key may call before it is bound (https://core.telegram.org/api/pfs). */
const UNBOUND: ReadonlySet<string> = new Set([
  'auth.bindTempAuthKey',
  'help.getConfig',
  'help.getNearestDc',
])

/** What a line of the log says of the call that it is about. */
interface Facts {
  readonly sessionId: string
  readonly keyId: string
  /** Undefined until it was read. */
  method?: string
}

/** What a dispatcher is made of. */
export interface DispatcherParts {
  readonly domain: Domain
  readonly clients: Clients
  readonly pushes: Pushes
  readonly methods: ReadonlyMap<string, AnyMethod>
  readonly chain: readonly Link[]
  readonly server: ServerFacts
  readonly log: Logger
  /** Where calls are counted; nowhere unless told. */
  readonly metrics?: Metrics
  /** Where people are told of methods that are not there; the log unless told. */
  readonly notices?: Notices
}

/**
 * The door between MTProto sessions and methods: bytes of a call in, bytes of its answer out. Answers
 * leave in exactly the client's layer (spec/clients.md section 1, "Layer must be exact").
 */
export function createDispatcher(parts: DispatcherParts): RpcPort {
  const { clients, pushes, log, metrics = NO_METRICS } = parts
  const notices = parts.notices ?? noticesInLog(log)
  const said = new SaidOnce()
  const pace = new Pace(BYTES_AT_ONCE)
  return {
    async call(call) {
      const { id, keyId } = call.session
      const facts: Facts = { sessionId: String(id), keyId }
      let outcome = 'ok'
      try {
        return await answer(call, facts)
      } catch (error) {
        outcome = outcomeOf(error)
        return encodeError(error, log, facts)
      } finally {
        metrics.rpcCall(facts.method ?? 'unreadable', outcome)
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

  async function answer(raw: RpcCall, facts: Facts): Promise<Uint8Array> {
    // Not awaited where there is nothing to wait for: this is the hot path.
    const turn = pace.ready()
    if (turn) await turn
    const unwrapped = unwrap(read(raw.body, facts))
    facts.method = unwrapped.query._
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
      method: parts.methods.get(query._),
      client,
      session,
      msgId: raw.msgId,
      // Few calls wait long enough to need it.
      get signal() {
        return raw.signal
      },
      parts,
      notices,
    }
    const result = await runChain(parts.chain, call)
    pushes.called(session, client, unwrapped.withoutUpdates)
    const last = pace.ready()
    if (last) await last
    return write(query._, result, client.layer)
  }

  function write(name: string, result: unknown, layer: number): Uint8Array {
    let size = 0
    try {
      const bytes = encodeAnswer(name, result, layer)
      size = bytes.length
      return bytes
    } finally {
      pace.spend(size)
    }
  }

  /** Decodes a call. Why one cannot be read is logged, without anything that stands in it. */
  function read(body: Buffer, facts: Facts): TlObject {
    try {
      return decodeRequest(body)
    } catch (error) {
      if (!(error instanceof TlDecodeError)) throw error
      const { method, kind, message: reason } = error
      const level = said.isNew(`${method} ${kind}`) ? 'warn' : 'debug'
      log[level]({ ...facts, method, reason }, 'a call could not be read')
      throw readError(error, body.length)
    } finally {
      pace.spend(body.length)
    }
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
    const isKnown = layer === undefined || (layer <= NEWEST_LAYER && layer >= OLDEST_LAYER)
    if (!isKnown && said.isNew(`layer ${layer}`)) {
      log.warn(
        { layer, newest: NEWEST_LAYER, oldest: OLDEST_LAYER },
        'a client speaks a layer without a schema',
      )
    }
  }
}

/**
 * What a call that cannot be read is answered (spec section 3.1): INPUT_METHOD_INVALID where no function
 * stands where one must, INPUT_CONSTRUCTOR_INVALID for an unknown constructor inside of one, else
 * INPUT_FETCH_ERROR.
 */
function readError({ kind, constructorId, message }: TlDecodeError, length: number): Error {
  if (kind === 'unknown-function' && constructorId !== undefined)
    return new InvalidMethodError(constructorId, length)
  if (kind === 'unknown-constructor')
    return rpcError('INPUT_CONSTRUCTOR_INVALID', { reason: message })
  return rpcError('INPUT_FETCH_ERROR', { reason: message })
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

/** The name of an error without the numbers in it, of which there is no end. */
function outcomeOf(error: unknown): string {
  if (error instanceof RpcError) return error.type
  return error instanceof InvalidMethodError ? 'INPUT_METHOD_INVALID' : 'INTERNAL'
}

/** An rpc_error for anything that was thrown; what is no RpcError is a bug and is logged as one. */
function encodeError(error: unknown, log: Logger, facts: Facts): Uint8Array {
  if (error instanceof RpcError || error instanceof InvalidMethodError) {
    return encodeMt({ _: 'rpc_error', errorCode: error.code, errorMessage: error.message })
  }
  log.error({ ...facts, err: error }, 'a call failed by a bug')
  return encodeMt({ _: 'rpc_error', errorCode: 500, errorMessage: 'INTERNAL' })
}
