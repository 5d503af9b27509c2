import type { Notices } from '../../core/notices.ts'
import type { RpcSession } from '../../mtproto/session/rpc-port.ts'
import type { TlObject } from '../../tl/object.ts'
import type { Client } from '../clients.ts'
import type { DispatcherParts } from '../dispatcher.ts'
import type { AnyMethod } from '../method.ts'

/** A call on its way to its method. */
export interface Call {
  readonly query: TlObject
  /** Undefined where the method is not implemented. */
  readonly method: AnyMethod | undefined
  readonly client: Client
  readonly session: RpcSession
  readonly msgId: bigint
  /** Aborts when nobody wants the answer any more. Made when it is first asked for. */
  readonly signal: AbortSignal
  readonly parts: DispatcherParts
  /** What people are told once. */
  readonly notices: Notices
}

/** One step that a call passes: it answers, throws an RpcError, or hands on. */
export type Link = (call: Call, next: () => Promise<unknown>) => Promise<unknown>

/** Runs a call through all links in order. The last one must answer. */
export function runChain(links: readonly Link[], call: Call, index = 0): Promise<unknown> {
  const link = links[index]
  if (link === undefined) return Promise.reject(new Error('the last link of the chain handed on'))
  return link(call, () => runChain(links, call, index + 1))
}
