import type { Domain } from '../domain/context.ts'

/** What an answer that waits may use: its unit of work is over. */
export interface Afterwards {
  readonly domain: Domain
  /** Aborts when nobody wants the answer any more. */
  readonly signal: AbortSignal
}

/**
 * An answer that waits for somebody else, such as a bot. A unit of work waits for nothing but the
 * store, so a method returns this, and the chain finishes it after the unit was committed.
 */
export class Deferred<T> {
  readonly finish: (after: Afterwards) => Promise<T>

  /** @param finish runs in no unit; what it reads and writes it does in units of its own */
  constructor(finish: (after: Afterwards) => Promise<T>) {
    this.finish = finish
  }
}
