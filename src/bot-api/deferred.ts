import type { Domain } from '../domain/context.ts'
import type { BotApiResult } from './method.ts'
import type { AddressRule } from './updates/outward.ts'
import type { Polls } from './updates/polls.ts'

/** What an answer that waits may use: its unit of work is over. */
export interface Afterwards {
  readonly domain: Domain
  readonly polls: Polls
  /** Where webhooks may lead. */
  readonly addressRule: AddressRule
  /** Aborts when nobody wants the answer any more. */
  readonly signal: AbortSignal
}

/**
 * An answer that waits for somebody else. A unit of work waits for nothing but the store, so a method
 * returns this, and the door finishes it after the unit was committed.
 */
export class Deferred {
  readonly finish: (after: Afterwards) => Promise<BotApiResult>

  /** @param finish runs in no unit; what it reads and writes it does in units of its own */
  constructor(finish: (after: Afterwards) => Promise<BotApiResult>) {
    this.finish = finish
  }
}

/** A result of which a sentence says more (`description` beside `result`). */
export class Described {
  readonly result: BotApiResult
  readonly description: string

  constructor(result: BotApiResult, description: string) {
    this.result = result
    this.description = description
  }
}
