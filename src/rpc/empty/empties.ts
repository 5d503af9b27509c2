import type { TlMethods } from '../../tl/generated/methods.ts'
import type { Updates } from '../../tl/generated/base.ts'
import type { MethodName } from '../method.ts'

/**
 * Answers by method, made of the request and business time; each is checked against the method's own
 * result. One that throws answers an error.
 */
export type Empties = {
  readonly [N in MethodName]?: (
    request: TlMethods[N]['request'],
    now: number,
  ) => TlMethods[N]['result']
}

/** An `updates` that tells nothing. */
export function noUpdates(date: number): Updates {
  return { _: 'updates', updates: [], users: [], chats: [], date, seq: 0 }
}
