import type { TlObject } from '../tl/object.ts'

/** An answer that needs no rule. */
export interface EmptyAnswer {
  readonly value: unknown
}

/**
 * What localgram truly has none of (stickers, stories, themes ...) answers the empty form that clients
 * expect, so that they start up without an error (DESIGN.md decision 9). Filled from what real clients
 * were seen to call (spec/clients.md section 2).
 */
const EMPTY: Readonly<Record<string, (query: TlObject) => unknown>> = {}

/** The empty answer of a method, undefined where there is none. */
export function emptyAnswer(query: TlObject): EmptyAnswer | undefined {
  const make = EMPTY[query._]
  return make && { value: make(query) }
}
