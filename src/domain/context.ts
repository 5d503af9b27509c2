import type { Clock } from '../core/clock.ts'
import type { Limits } from '../core/limits.ts'
import type { Logger } from '../core/logger.ts'
import type { Random } from '../core/random.ts'
import type { Store, Tables } from '../store/store.ts'
import { createAccessHashes, type AccessHashes } from './access-hash.ts'
import { createGuesses, type Guesses } from './flood/guesses.ts'
import { createRates, type Rates } from './flood/rates.ts'
import { createUploads, type Uploads } from './photos/uploads.ts'
import { keepForBots } from './bots/updates-log.ts'
import type { UpdateWriter } from './bots/updates.ts'
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

/** One request's unit of work: everything that a rule may touch (ARCHITECTURE.md). */
export interface Unit {
  readonly db: Tables
  /** Business time of the whole unit, unix seconds. */
  readonly now: number
  /**
   * Wall time of the whole unit, unix seconds; for what is part of the protocol: codes, tokens and
   * challenges of a login, which a client measures by its own clock.
   */
  readonly wallNow: number
  readonly random: Random
  readonly limits: Limits
  readonly settings: DomainSettings
  readonly accessHashes: AccessHashes
  /** Invite hashes that lead nowhere, by account. */
  readonly inviteGuesses: Guesses
  /** How often bots send texts: to all of their chats, and to each group. */
  readonly botSends: Rates
  readonly botGroupSends: Rates
  /** Files on their way in; in memory, so that a unit that fails takes no part of one back. */
  readonly uploads: Uploads
  /** What happened in this unit, in order; told to listeners after the commit. */
  readonly events: DomainEvent[]
  /**
   * Notes that the answer of this unit's call tells the caller's session what happened so far: by the
   * updates in it, or by a pts (messages.affectedMessages). What is not noted is pushed to that session as
   * to every other one.
   */
  noteAnswered(): void
}

/** What a unit of work did. */
export interface Commit {
  /** In order. */
  readonly events: readonly DomainEvent[]
  /** The session whose own call it was, by a name that no other session has. */
  readonly originId: string | undefined
  /** How many of the events, from the first on, that session is told by its answer. */
  readonly answered: number
}

/** Where events go. */
export type CommitListener = (commit: Commit) => void

/** The rules of localgram over one store. */
export interface Domain {
  readonly clock: Clock
  readonly random: Random
  readonly limits: Limits
  readonly settings: DomainSettings
  readonly log: Logger
  /**
   * Runs one unit of work. Settles after its commit; its events are handed to the listeners before
   * that, in commit order.
   *
   * @param originId passed on to listeners, so that a session is not told what its own answer tells
   */
  unit<T>(work: (u: Unit) => Promise<T>, originId?: string): Promise<T>
  /** Adds a listener for committed events; returns how to remove it. */
  listen(listener: CommitListener): () => void
  /** Forgets what is kept in memory only, in everything that said so by `onForget`; for a reset of the store. */
  forget(): void
  /**
   * Adds what forgets on `forget`: everything that keeps something of accounts or chats in memory says so,
   * since their ids begin anew after a reset. Returns how to remove it.
   */
  onForget(forgets: () => void): () => void
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
  /** The form in which bots get updates; the Bot API's door has it. */
  readonly writeUpdate: UpdateWriter
}

/** Puts a domain together. */
export function createDomain(parts: DomainParts): Domain {
  const { store, clock, random, limits, settings, log, writeUpdate } = parts
  const accessHashes = createAccessHashes(parts.accessHashSecret)
  const inviteGuesses = createGuesses({
    tries: limits.inviteGuesses,
    seconds: limits.inviteGuessSeconds,
    accounts: limits.guessingAccounts,
  })
  const keys = limits.countedBotSends
  const botSends = createRates({ times: limits.botMessagesPerSecond, seconds: 1, keys })
  const botGroupSends = createRates({ times: limits.botMessagesPerGroup, seconds: 60, keys })
  const rates = { inviteGuesses, botSends, botGroupSends }
  const uploads = createUploads(limits)
  const shared = { random, limits, settings, accessHashes, uploads, ...rates }
  const forgetters = new Set<() => void>()
  const listeners = new Set<CommitListener>()
  const wallNow = (): number => Math.floor(clock.wallMs() / 1000)
  return {
    clock,
    random,
    limits,
    settings,
    log,
    async unit(work, originId) {
      let commit: Commit | undefined
      const run = async (db: Tables): Promise<Awaited<ReturnType<typeof work>>> => {
        // Made here, so that a store that runs a unit again begins with no events.
        const events: DomainEvent[] = []
        const done = { events, originId, answered: 0 }
        commit = done
        const noteAnswered = (): void => {
          done.answered = events.length
        }
        const u = { db, now: clock.now(), wallNow: wallNow(), ...shared, events, noteAnswered }
        try {
          const result = await work(u)
          await keepForBots(u, writeUpdate)
          return result
        } catch (error) {
          if (keepsUnit(error)) await keepForBots(u, writeUpdate)
          throw error
        }
      }
      try {
        const result = await store.unit(run)
        tell(commit)
        return result
      } catch (error) {
        // A unit whose error keeps it (INVITE_REQUEST_SENT) was committed: its events happened.
        if (keepsUnit(error)) tell(commit)
        throw error
      }
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    forget() {
      for (const rate of Object.values(rates)) rate.clear()
      uploads.clear()
      for (const forgets of forgetters) forgets()
    },
    onForget(forgets) {
      forgetters.add(forgets)
      return () => forgetters.delete(forgets)
    },
  }

  function tell(commit: Commit | undefined): void {
    if (commit === undefined || commit.events.length === 0) return
    for (const listener of listeners) {
      try {
        listener(commit)
      } catch (error) {
        log.error({ err: error }, 'an update listener failed')
      }
    }
  }
}

function keepsUnit(error: unknown): boolean {
  return (error as { keepsUnit?: boolean }).keepsUnit === true
}
