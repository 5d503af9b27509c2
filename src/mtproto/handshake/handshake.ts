import type { Clock } from '../../core/clock.ts'
import { DH_GENERATOR, DH_PRIME } from '../../core/dh-prime.ts'
import { ProtocolError } from '../../core/protocol-error.ts'
import type { Random } from '../../core/random.ts'
import { authKeyAuxHash, authKeyId, type AuthKeyRecord, type AuthKeyStore } from '../auth-keys.ts'
import { createDhExchange, isGoodPublicValue, type DhExchange } from '../crypto/dh.ts'
import { sha256 } from '../crypto/hash.ts'
import { generatePq, type PqChallenge } from '../crypto/pq.ts'
import type { ServerKey } from '../crypto/rsa.ts'
import { openEncryptedData } from '../crypto/rsa-pad.ts'
import { isDataCentre } from '../data-centre.ts'
import { deriveTmpAesKeyIv, newNonceHash, seal, unseal } from './sealed.ts'
import { createStateTable } from './state-table.ts'
import type { ExchangeIdentity, StateTable, StateTableLimits } from './state-table.ts'
import {
  parseClientDhInnerData,
  parseHandshakeRequest,
  parsePqInnerData,
  WireError,
  writeDhGen,
  writeResPq,
  writeServerDhInnerData,
  writeServerDhParamsOk,
} from './wire.ts'
import type { DhGenResult, HandshakeRequest, PqInnerData } from './wire.ts'

/** Bounds of the key exchange. */
export interface HandshakeLimits extends StateTableLimits {
  /** How often one exchange may be answered dh_gen_retry before dh_gen_fail. */
  readonly dhRetries: number
  /** Longest life of a temporary key in seconds. */
  readonly tempKeySecondsMax: number
}

/**
 * Defaults. Ten minutes is how long Telegram remembers an answer for a client that asks again. A
 * peer may have many exchanges, because on a developer's machine every client is 127.0.0.1. Most
 * clients ask for temporary keys of a day, MadelineProto once asked for a year.
 */
export const DEFAULT_HANDSHAKE_LIMITS: HandshakeLimits = {
  states: 16_384,
  statesPerPeer: 4096,
  stateSeconds: 600,
  dhRetries: 5,
  tempKeySecondsMax: 366 * 86_400,
}

/** A key that was just made and stored. */
export interface CreatedAuthKey {
  readonly record: AuthKeyRecord
  /** First server salt of the key, which the client computes as well; signed, as TL's `long`. */
  readonly serverSalt: bigint
  /** DC the client believes it talks to, if it said so: 2, 10002 (test), -2 (media) ... */
  readonly dc: number | undefined
}

/** What the key exchange needs. */
export interface HandshakeOptions {
  readonly key: ServerKey
  readonly keys: AuthKeyStore
  readonly clock: Clock
  readonly random: Random
  readonly limits?: Partial<HandshakeLimits>
  /** Called after a key is stored and before the client hears of it. */
  readonly onAuthKey?: (created: CreatedAuthKey) => void
}

/** The server side of the auth key exchange. */
export interface Handshake {
  /**
   * Answers one query.
   *
   * @param body TL body of an unencrypted message
   * @param peer network address the query came from, for the limits
   * @returns TL body of the answer; undefined when nothing is to be said (msgs_ack)
   * @throws ProtocolError (-404; -444 for what is no data centre) when the query must be refused and the
   *   exchange is forgotten; whatever the store throws, after which the same query may be sent again
   */
  handle(body: Buffer, peer: string): Promise<Buffer | undefined>
}

/** Where an exchange stands. */
type Stage =
  | { readonly name: 'pq' }
  | {
      readonly name: 'dh'
      readonly inner: PqInnerData
      readonly dh: DhExchange
      /** What the client's next retry_id must be. */
      readonly retryId: bigint
      readonly retries: number
    }
  | { readonly name: 'closed' }

interface State extends ExchangeIdentity {
  readonly challenge: PqChallenge
  stage: Stage
  /** The newest answered query, to be answered alike if it comes again. */
  last?: { readonly digest: string; readonly answer: Promise<Buffer> }
}

/** What every step works with. */
interface Context extends HandshakeOptions {
  readonly limits: HandshakeLimits
  readonly states: StateTable<State>
}

type ReqDhParams = Extract<HandshakeRequest, { _: 'reqDhParams' }>
type SetClientDhParams = Extract<HandshakeRequest, { _: 'setClientDhParams' }>
type DhStage = Extract<Stage, { name: 'dh' }>

/**
 * Makes the server side of the key exchange, one for the whole server.
 *
 * Source: https://core.telegram.org/mtproto/auth_key,
 * https://core.telegram.org/mtproto/security_guidelines, https://core.telegram.org/api/pfs
 */
export function createHandshake(options: HandshakeOptions): Handshake {
  const limits = { ...DEFAULT_HANDSHAKE_LIMITS, ...options.limits }
  const states = createStateTable<State>(limits, options.clock)
  const context: Context = { ...options, limits, states }
  return {
    async handle(body, peer) {
      try {
        return await answer(context, parseHandshakeRequest(body), peer)
      } catch (error) {
        // Every refusal looks the same from outside; the reason is for the server's own log.
        if (error instanceof WireError) throw refusal(error.message)
        throw error
      }
    },
  }
}

function refusal(reason: string): ProtocolError {
  return new ProtocolError(`key exchange: ${reason}`, { transportCode: -404 })
}

async function answer(
  context: Context,
  request: HandshakeRequest,
  peer: string,
): Promise<Buffer | undefined> {
  if (request._ === 'msgsAck') return undefined
  if (request._ === 'reqPq') return start(context, request.nonce, peer)

  const state = context.states.find(request.nonce, request.serverNonce)
  if (!state) throw refusal('unknown nonces')
  const digest = sha256(request.bytes).toString('latin1')
  if (state.last?.digest === digest) return state.last.answer
  const reply =
    request._ === 'reqDhParams'
      ? Promise.resolve(serverDhParams(context, state, request))
      : clientDhParams(context, state, request)
  state.last = { digest, answer: reply }
  return reply
}

/** req_pq and req_pq_multi: begins an exchange, or repeats the answer that began it. */
function start(context: Context, nonce: Buffer, peer: string): Buffer {
  let state = context.states.findByNonce(peer, nonce)
  if (state?.stage.name !== 'pq') {
    state = {
      peer,
      nonce: Buffer.from(nonce),
      serverNonce: context.random.bytes(16),
      challenge: generatePq(context.random),
      stage: { name: 'pq' },
    }
    context.states.add(state)
  }
  return writeResPq({
    nonce: state.nonce,
    serverNonce: state.serverNonce,
    pq: state.challenge.pq,
    fingerprint: context.key.fingerprint,
  })
}

/** req_DH_params: the client has factorised pq and sends its new_nonce encrypted. */
function serverDhParams(context: Context, state: State, request: ReqDhParams): Buffer {
  if (state.stage.name !== 'pq') throw refusal('req_DH_params out of turn')
  const inner = orForget(context, state, () => readPqInnerData(context, state, request))
  const dh = createDhExchange()
  const innerAnswer = writeServerDhInnerData({
    nonce: state.nonce,
    serverNonce: state.serverNonce,
    g: DH_GENERATOR,
    dhPrime: DH_PRIME,
    gA: dh.gA,
    serverTime: wallSeconds(context),
  })
  state.stage = { name: 'dh', inner, dh, retryId: 0n, retries: 0 }
  return writeServerDhParamsOk({
    nonce: state.nonce,
    serverNonce: state.serverNonce,
    encryptedAnswer: seal(
      innerAnswer,
      deriveTmpAesKeyIv(inner.newNonce, state.serverNonce),
      context.random,
    ),
  })
}

/**
 * A wrong query ends its exchange, as Telegram does: each guess at an encrypted part then costs the
 * guesser a new exchange with a new number to factorise.
 */
function orForget<T>(context: Context, state: State, read: () => T): T {
  try {
    return read()
  } catch (error) {
    context.states.remove(state)
    throw error
  }
}

function readPqInnerData(context: Context, state: State, request: ReqDhParams): PqInnerData {
  const { pq, p, q } = state.challenge
  if (!request.p.equals(p) || !request.q.equals(q)) throw refusal('wrong factors')
  if (request.publicKeyFingerprint !== context.key.fingerprint) throw refusal('another RSA key')
  const opened = openEncryptedData(context.key, request.encryptedData)
  if (!opened) throw refusal('encrypted_data cannot be opened')
  const inner = parsePqInnerData(opened.data)
  if (!inner.pq.equals(pq) || !inner.p.equals(p) || !inner.q.equals(q)) {
    throw refusal('other factors inside than outside')
  }
  if (!inner.nonce.equals(state.nonce) || !inner.serverNonce.equals(state.serverNonce)) {
    throw refusal('other nonces inside than outside')
  }
  const { dc, expiresIn } = inner
  if (dc !== undefined && !isDataCentre(dc))
    throw new ProtocolError(`key exchange: no data centre ${dc}`, { transportCode: -444 })
  if (expiresIn !== undefined && (expiresIn < 1 || expiresIn > context.limits.tempKeySecondsMax)) {
    throw refusal('impossible life of a temporary key')
  }
  return inner
}

/** set_client_DH_params: both sides have the key now, and it is stored unless its id is taken. */
function clientDhParams(
  context: Context,
  state: State,
  request: SetClientDhParams,
): Promise<Buffer> {
  const { stage } = state
  if (stage.name !== 'dh') throw refusal('set_client_DH_params out of turn')
  const authKey = orForget(context, state, () => agree(state, stage, request))
  // While the store works, a different query of this exchange is out of turn.
  state.stage = { name: 'closed' }
  return finish(context, state, stage, authKey).catch((error: unknown) => {
    // The store failed, not the client: it may send the same again.
    state.stage = stage
    delete state.last
    throw error
  })
}

function agree(state: State, stage: DhStage, request: SetClientDhParams): Buffer {
  const plain = unseal(
    request.encryptedData,
    deriveTmpAesKeyIv(stage.inner.newNonce, state.serverNonce),
  )
  if (!plain) throw refusal('impossible length of the client DH data')
  const inner = parseClientDhInnerData(plain.padded)
  if (!plain.isObject(inner.length)) throw refusal('wrong hash of the client DH data')
  if (!inner.nonce.equals(state.nonce) || !inner.serverNonce.equals(state.serverNonce)) {
    throw refusal('other nonces inside than outside')
  }
  if (inner.retryId !== stage.retryId) throw refusal('wrong retry_id')
  if (inner.gB.length > DH_PRIME.length) throw refusal('g_b is too long')
  const gB = Buffer.concat([Buffer.alloc(DH_PRIME.length - inner.gB.length), inner.gB])
  if (!isGoodPublicValue(gB)) throw refusal('g_b is out of range')
  return stage.dh.agree(gB)
}

/** Id of an all-zero key field: what plain messages carry, so that no key may have it. */
const PLAIN_KEY_ID = '0'.repeat(16)

async function finish(
  context: Context,
  state: State,
  stage: DhStage,
  authKey: Buffer,
): Promise<Buffer> {
  const id = authKeyId(authKey)
  const auxHash = authKeyAuxHash(authKey)
  const { newNonce, dc, expiresIn } = stage.inner
  const reply = (result: DhGenResult, number: 1 | 2 | 3): Buffer =>
    writeDhGen(result, {
      nonce: state.nonce,
      serverNonce: state.serverNonce,
      newNonceHash: newNonceHash(newNonce, number, auxHash),
    })

  if (id === PLAIN_KEY_ID || (await context.keys.load(id))) {
    if (stage.retries >= context.limits.dhRetries) return reply('dhGenFail', 3)
    state.stage = { ...stage, retryId: auxHash.readBigInt64LE(0), retries: stage.retries + 1 }
    return reply('dhGenRetry', 2)
  }

  const createdAt = wallSeconds(context)
  const record: AuthKeyRecord =
    expiresIn === undefined
      ? { id, key: authKey, kind: 'perm', createdAt }
      : { id, key: authKey, kind: 'temp', createdAt, expiresAt: createdAt + expiresIn }
  await context.keys.save(record)
  context.onAuthKey?.({ record, serverSalt: firstSalt(newNonce, state.serverNonce), dc })
  return reply('dhGenOk', 1)
}

/** The first 8 bytes of new_nonce, xor the first 8 of server_nonce. */
function firstSalt(newNonce: Buffer, serverNonce: Buffer): bigint {
  return newNonce.readBigInt64LE(0) ^ serverNonce.readBigInt64LE(0)
}

function wallSeconds(context: Context): number {
  return Math.floor(context.clock.wallMs() / 1000)
}
