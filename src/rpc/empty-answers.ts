import type { TlObject } from '../tl/object.ts'
import { ACCOUNT_EMPTIES } from './empty/account.ts'
import type { Empties } from './empty/empties.ts'
import { MESSAGES_EMPTIES } from './empty/messages.ts'
import { OTHER_EMPTIES } from './empty/others.ts'

/** An answer that needs no rule. */
export interface EmptyAnswer {
  readonly value: unknown
}

/**
 * What localgram truly has none of (stickers, stories, themes ...) answers the empty form that clients
 * expect, and settings that cannot be changed answer their defaults, so that clients start up without
 * an error (ARCHITECTURE.md). Filled from what real clients were seen to call
 * (spec/clients.md section 2). Where a client gives the hash of what it has, it gets the empty list all
 * the same and never `...NotModified`: TDLib crashes on one that it did not expect.
 */
export const EMPTIES: Empties = { ...ACCOUNT_EMPTIES, ...MESSAGES_EMPTIES, ...OTHER_EMPTIES }

type Make = (query: TlObject, now: number) => unknown

/**
 * The empty answer of a method, undefined where there is none.
 *
 * @param now business time, unix seconds
 * @throws RpcError where an error is the answer
 */
export function emptyAnswer(query: TlObject, now: number): EmptyAnswer | undefined {
  const make = (EMPTIES as Readonly<Record<string, Make | undefined>>)[query._]
  return make && { value: make(query, now) }
}
