import type { Clock } from '../core/clock.ts'
import type { Limits } from '../core/limits.ts'
import type { Logger } from '../core/logger.ts'
import type { Random } from '../core/random.ts'
import type { Store, Tables } from '../store/store.ts'
import { createAccessHashes, type AccessHashes } from './access-hash.ts'
import { createGuesses, type Guesses } from './flood/guesses.ts'
import type { DomainEvent } from './updates/update.ts'

/** Who calls: an account that proved itself through one of the two doors. */
export interface Caller {
  readonly id: number
  readonly isBot: boolean
}

/** Switches of behaviour that are not limits. */
export interface DomainSettings {
  /** Telegram's test environment: subscription periods of 60 and 300 s are allowed as well. */
  readonly testMode: boolean
}

/** One request's unit of work: everything that a rule may touch (DESIGN.md decision 4). */
export interface Unit {
  readonly db: Tables
  /** Business time of the whole unit, unix seconds. */
  readonly now: number
  readonly random: Random
  readonly limits: Limits
  readonly settings: DomainSettings
  readonly accessHashes: AccessHashes
  /** Invite hashes that lead nowhere, by account. */
  readonly inviteGuesses: Guesses
  /** What happened in this unit, in order; told to listeners after the commit. */
  readonly events: DomainEvent[]
}

/** Where events go. `origin` names the session whose own call caused them, if any. */
export type EventListener = (events: readonly DomainEvent[], origin: unknown) => void

/** The rules of localgram over one store. */
export interface Domain {
  readonly clock: Clock
  readonly limits: Limits
  readonly settings: DomainSettings
  readonly log: Logger
  /**
   * Runs one unit of work. Settles after its commit; its events are handed to the listeners before
   * that, in commit order.
   *
   * @param origin passed on to listeners, so that a session is not told what its own answer tells
   */
  unit<T>(work: (u: Unit) => Promise<T>, origin?: unknown): Promise<T>
  /** Adds a listener for committed events; returns how to remove it. */
  listen(listener: EventListener): () => void
  /** Forgets what is kept in memory only; for when the store was emptied. */
  forget(): void
}

/** What a domain is made of. */
export interface DomainParts {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly limits: Limits
  readonly settings: DomainSettings
  readonly log: Logger
  /** 32 secret bytes that key the access hashes; kept over restarts. */
  readonly accessHashSecret: Uint8Array
}

/** Puts a domain together. */
export function createDomain(parts: DomainParts): Domain {
  const { store, clock, random, limits, settings, log } = parts
  const accessHashes = createAccessHashes(parts.accessHashSecret)
  const inviteGuesses = createGuesses({
    tries: limits.inviteGuesses,
    seconds: limits.inviteGuessSeconds,
    accounts: limits.guessingAccounts,
  })
  const shared = { random, limits, settings, accessHashes, inviteGuesses }
  const listeners = new Set<EventListener>()
  return {
    clock,
    limits,
    settings,
    log,
    async unit(work, origin) {
      const events: DomainEvent[] = []
      const run = (db: Tables): ReturnType<typeof work> =>
        work({ db, now: clock.now(), ...shared, events })
      try {
        const result = await store.unit(run)
        tell(events, origin)
        return result
      } catch (error) {
        // A unit whose error keeps it (INVITE_REQUEST_SENT) was committed: its events happened.
        if ((error as { keepsUnit?: boolean }).keepsUnit) tell(events, origin)
        throw error
      }
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    forget: () => inviteGuesses.clear(),
  }

  function tell(events: readonly DomainEvent[], origin: unknown): void {
    if (events.length === 0) return
    for (const listener of listeners) {
      try {
        listener(events, origin)
      } catch (error) {
        log.error({ err: error }, 'an update listener failed')
      }
    }
  }
}
