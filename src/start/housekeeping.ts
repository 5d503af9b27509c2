import type { Clock } from '../core/clock.ts'
import type { Limits } from '../core/limits.ts'
import type { Logger } from '../core/logger.ts'
import { clearInterval, setInterval } from '../core/timers.ts'
import type { Store } from '../store/store.ts'

/** What housekeeping works with. */
export interface HousekeepingParts {
  readonly store: Store
  readonly clock: Clock
  readonly limits: Limits
  readonly log: Logger
  /** Whether a session or connection uses the key: it may be about to log in. */
  inUse(keyId: string): boolean
  /** Ends what began to use a key while it was deleted. */
  forgetKey(keyId: string): void
}

/** The rounds in which the store forgets what nobody will ask for again. */
export interface Housekeeping {
  /** One round; never rejects. */
  run(): Promise<void>
  /** Ends the rounds, after the one that is under way. */
  stop(): Promise<void>
}

const ROUND_MS = 3_600_000

/** Milliseconds between two looks at the data while nobody calls: somebody may have deleted it. */
const LOOK_MS = 10_000

/** Keys of one unit of work, so that no round holds other units up for long. */
const KEYS_AT_ONCE = 1000

/** Rows of each table that one unit of work sweeps of a deleted chat or account. */
const ROWS_AT_ONCE = 500

/**
 * Business seconds for which a deleted chat's rows stay: bots may not have fetched what happened in it
 * (https://core.telegram.org/bots/api#getting-updates).
 */
const LEFTOVERS_KEPT_SECONDS = 86_400

/** Wall seconds for which an expired code or token still answers that it expired. */
const EXPIRED_KEPT_SECONDS = 86_400

/**
 * Begins the rounds: one now and then one each hour. A stranger may make auth keys and ask for login
 * codes without end, and nothing else would ever delete them; what deleted chats and accounts leave behind is
 * swept here as well.
 */
export function startHousekeeping(parts: HousekeepingParts): Housekeeping {
  const { store, clock, limits, log } = parts
  let running = Promise.resolve()
  let stopped = false
  const timers = [
    setInterval(() => void run(), ROUND_MS).unref(),
    setInterval(() => void look(), LOOK_MS).unref(),
  ]

  /** The store itself looks, with every unit. */
  function look(): Promise<void> {
    return store
      .unit(() => Promise.resolve())
      .catch((error: unknown) => {
        log.error({ err: error }, 'the store is not there')
      })
  }

  async function round(): Promise<void> {
    const now = Math.floor(clock.wallMs() / 1000)
    await store.unit((db) => db.auth.deleteExpiredLogins(now - EXPIRED_KEPT_SECONDS))
    for (let last: string | undefined = ''; last !== undefined;) last = await deleteKeys(now, last)
    while (!stopped && (await sweep()));
  }

  /** Deletes some rows of what is gone; false when there are no more. */
  function sweep(): Promise<boolean> {
    return store.unit(async (db) => {
      const gone = await db.leftovers.first(clock.now() - LEFTOVERS_KEPT_SECONDS)
      if (!gone) return false
      await db.leftovers.sweep(gone, ROWS_AT_ONCE)
      return true
    })
  }

  /** Deletes some stale keys; resolves to the last that was looked at, undefined when there are no more. */
  async function deleteKeys(now: number, after: string): Promise<string | undefined> {
    const { stale, gone } = await store.unit(async (db) => {
      const unusedBefore = now - limits.unusedKeySeconds
      const ids = await db.auth.staleKeys(now, unusedBefore, after, KEYS_AT_ONCE)
      const unused = ids.filter((id) => !parts.inUse(id))
      for (const id of unused) await db.auth.deleteKey(id)
      return { stale: ids, gone: unused }
    })
    for (const id of gone) parts.forgetKey(id)
    return stale.length < KEYS_AT_ONCE ? undefined : stale.at(-1)
  }

  function run(): Promise<void> {
    running = running.then(round).catch((error: unknown) => {
      log.error({ err: error }, 'expired keys, logins and leftovers could not be deleted')
    })
    return running
  }

  void run()
  return {
    run,
    stop() {
      for (const timer of timers) clearInterval(timer)
      stopped = true
      return running
    },
  }
}
