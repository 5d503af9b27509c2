import { encodeMt } from '../../tl/mtproto.ts'
import type { Core } from './core.ts'
import { packGzip } from './gzip.ts'
import type { Lane } from './lane.ts'
import { answerOf } from './out-message.ts'
import type { Received } from './received.ts'
import type { RpcCall } from './rpc-port.ts'
import type { Session } from './session.ts'

/** A call that runs in the RPC layer. */
export class RunningCall implements RpcCall {
  readonly body: Buffer
  readonly msgId: bigint
  readonly session: Session
  readonly connectionId: number
  readonly lane: Lane
  readonly received: Received
  readonly startedMs: number
  /** The client no longer wants the answer. */
  dropped = false
  // Made on demand: most calls are answered before anybody asks for either.
  #controller: AbortController | undefined = undefined
  #done: PromiseWithResolvers<void> | undefined = undefined
  #settled = false

  constructor(lane: Lane, received: Received, body: Buffer, startedMs: number) {
    this.body = body
    this.msgId = received.msgId
    this.session = lane.session
    this.connectionId = lane.link.connection.id
    this.lane = lane
    this.received = received
    this.startedMs = startedMs
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.dropped) this.#controller.abort()
    return this.#controller.signal
  }

  /** Resolves when the call was answered or dropped. */
  get done(): Promise<void> {
    if (this.#settled) return Promise.resolve()
    this.#done ??= Promise.withResolvers()
    return this.#done.promise
  }

  /** Ends the call without an answer. */
  drop(): void {
    this.dropped = true
    this.#controller?.abort()
    this.settle()
  }

  /** Notes that the call is over. */
  settle(): void {
    this.#settled = true
    this.#done?.resolve()
  }
}

/**
 * Starts a call; its answer goes to the lane it came on, or to another one if that is gone by then.
 */
export function startCall(core: Core, lane: Lane, received: Received, body: Buffer): void {
  const { session } = lane
  received.state = 'running'
  if (session.calls.size >= core.limits.runningCalls) {
    // 420 FLOOD_WAIT_1 is what every client knows to wait and retry for.
    answer(core, session, lane, received, rpcError(420, 'FLOOD_WAIT_1'))
    return
  }
  const call = new RunningCall(lane, received, body, core.clock.wallMs())
  received.call = call
  session.calls.set(call.msgId, call)
  lane.running++
  core.counters.calls++
  core.registry.noteBusy(session)
  try {
    core.rpc.call(call).then(
      (result) => finish(core, call, result),
      (error: unknown) => fail(core, call, error),
    )
  } catch (error) {
    fail(core, call, error)
  }
}

/**
 * Answers a client's message with a result: of a call, or of a service query that is answered like
 * one.
 */
export function answer(
  core: Core,
  session: Session,
  lane: Lane,
  received: Received,
  result: Uint8Array,
): void {
  const message = answerOf(received.msgId, packGzip(result, core.limits))
  received.state = 'answered'
  received.acknowledged = true
  received.answer = message
  session.out.send(message, lane)
}

function fail(core: Core, call: RunningCall, error: unknown): void {
  core.log.bug(error, 'a call failed in an unexpected way')
  finish(core, call, rpcError(500, 'INTERNAL'))
}

function finish(core: Core, call: RunningCall, result: Uint8Array): void {
  const { session, received, lane } = call
  lane.running--
  if (call.dropped) return
  session.calls.delete(call.msgId)
  received.call = undefined
  if (result.length < 4 || result.length % 4 !== 0) {
    core.log.bug(new RangeError(`a result of ${result.length} bytes`), 'a result is no TL object')
    answer(core, session, lane, received, rpcError(500, 'INTERNAL'))
  } else {
    answer(core, session, lane, received, result)
  }
  call.settle()
}

function rpcError(errorCode: number, errorMessage: string): Buffer {
  return encodeMt({ _: 'rpc_error', errorCode, errorMessage })
}
