import { setTimeout } from 'node:timers/promises'
import type { Domain } from '../domain/context.ts'

/** What an answer that waits may use: its unit of work is over. */
export interface Afterwards {
  readonly domain: Domain
  /** Aborts when nobody wants the answer any more. */
  readonly signal: AbortSignal
  /** Resolves when the sessions have been given every update that was committed so far. */
  readonly pushed: () => Promise<void>
}

/**
 * An answer that waits: for somebody else, such as a bot, or for updates to go out before it. A unit of work waits for nothing but the
 * store, so a method returns this, and the chain finishes it after the unit was committed.
 */
export class Deferred<T> {
  readonly finish: (after: Afterwards) => Promise<T>

  /** @param finish runs in no unit; what it reads and writes it does in units of its own */
  constructor(finish: (after: Afterwards) => Promise<T>) {
    this.finish = finish
  }
}

/**
 * Milliseconds between updates and an answer that needs them. TDLib takes in an answer at once and
 * updates a step later, also where they come first in the same packet.
 */
const HEAD_START_MS = 50

/** An answer that names what the caller's own session is told by updates only: it goes out after them. */
export function afterUpdates<T>(answer: T): Deferred<T> {
  return new Deferred(async ({ pushed, signal }) => {
    await pushed()
    // Whoever no longer wants the answer need not wait for it.
    await setTimeout(HEAD_START_MS, undefined, { signal }).catch(() => undefined)
    return answer
  })
}
