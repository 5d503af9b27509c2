import type { Logger } from '../core/logger.ts'
import type { Unit } from '../domain/context.ts'
import type { RpcSession } from '../mtproto/session/rpc-port.ts'
import type { TlMethods } from '../tl/generated/methods.ts'
import type { Client } from './clients.ts'
import type { Deferred } from './deferred.ts'
import type { Viewer } from './encode/encoder.ts'
import type { ServerFacts } from './server-facts.ts'

/** Name of a method of the newest layer. */
export type MethodName = keyof TlMethods

/** What a method knows beside its request. */
export interface RpcContext {
  /** The unit of work of this call. */
  readonly u: Unit
  /** Who is logged in; for methods that run before login `id` is 0. */
  readonly caller: Viewer
  /** The client behind the permanent auth key: layer, device, login. */
  readonly client: Client
  readonly session: RpcSession
  /** The call's own msg_id, which auth.bindTempAuthKey has to name. */
  readonly msgId: bigint
  readonly server: ServerFacts
  readonly log: Logger
  /** Runs something after the unit was committed and before the answer leaves. */
  afterCommit(work: () => void | Promise<void>): void
}

/** One RPC method: decodes its request, calls one rule of the domain, encodes what came of it. */
export interface Method<N extends MethodName = MethodName> {
  readonly name: N
  /** Whether it may be called before login (https://core.telegram.org/api/auth). */
  readonly beforeLogin: boolean
  /** Runs inside the call's unit of work. @throws RpcError */
  run(
    ctx: RpcContext,
    request: TlMethods[N]['request'],
  ): Promise<TlMethods[N]['result'] | Deferred<TlMethods[N]['result']>>
}

/** Declares a method for logged-in callers. Bots and users are told apart by Telegram's own list. */
export function method<N extends MethodName>(name: N, run: Method<N>['run']): Method<N> {
  return { name, beforeLogin: false, run }
}

/** Declares a method that may be called before login, and after it. */
export function openMethod<N extends MethodName>(name: N, run: Method<N>['run']): Method<N> {
  return { name, beforeLogin: true, run }
}

/** Methods of any name in one list; each was checked against its own types where it was declared. */
export type AnyMethod = {
  readonly name: MethodName
  readonly beforeLogin: boolean
  run(ctx: RpcContext, request: never): Promise<unknown>
}
