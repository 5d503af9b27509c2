import { wallNow } from './timers.ts'

/**
 * Time, injected everywhere (ARCHITECTURE.md, "Two times"). Two kinds that must not be mixed:
 * business time (dates, expiry, subscriptions) can be frozen and advanced by tests; protocol time
 * (msg_id, salts, session ages) is always wall time, since clients compare it with their own clock.
 */
export interface Clock {
  /** Business time in whole unix seconds. */
  now(): number
  /** Wall time in milliseconds; for the protocol and for timeouts, never for business rules. */
  wallMs(): number
}

/**
 * The last second that business time reaches. Dates are 32-bit numbers on the wire, up to January 2038;
 * the year before that is left for what lies ahead of now: expiry, subscriptions.
 */
export const LAST_SECOND = 2 ** 31 - 1 - 366 * 86_400

/** A clock whose business time tests can move. Wall time is never affected. */
export interface MovableClock extends Clock {
  /**
   * Moves business time forward by whole seconds.
   * Throws RangeError on a negative or non-integer value, and on a move past `LAST_SECOND`.
   */
  advance(seconds: number): void
  /** Stops business time at the given unix second until `resume`. */
  freeze(at: number): void
  /** Lets business time run again from where it stands. */
  resume(): void
  /** Puts business time back to the wall's, and lets it run. Only for when nothing is left that has a date. */
  reset(): void
}

/** A clock whose moves outlive the server. */
export interface StoredClock extends MovableClock {
  /** Resolves once the moves so far are stored; rejects where the last one could not be. */
  stored(): Promise<void>
}

/**
 * Makes the clock of a running server: business time starts at wall time.
 *
 * @param offsetSeconds how far business time already is ahead of wall time (kept over restarts)
 * @param onChange called with the new offset after each move, so that it can be stored
 * @param wallMs the wall's time, for tests that move that too
 */
export function createClock(
  offsetSeconds = 0,
  onChange?: (offset: number) => void,
  wallMs: () => number = wallNow,
): MovableClock {
  let offset = offsetSeconds
  let frozenAt: number | undefined
  const wallSeconds = (): number => Math.floor(wallMs() / 1000)
  const now = (): number => Math.min(frozenAt ?? wallSeconds() + offset, LAST_SECOND)
  return {
    now,
    wallMs,
    advance(seconds) {
      if (!Number.isSafeInteger(seconds) || seconds < 0) {
        throw new RangeError(`a clock moves by whole, non-negative seconds, not ${seconds}`)
      }
      if (now() + seconds > LAST_SECOND) {
        throw new RangeError(`a clock cannot pass ${LAST_SECOND}: dates are 32-bit numbers`)
      }
      if (frozenAt === undefined) offset += seconds
      else frozenAt += seconds
      onChange?.(offset)
    },
    freeze(at) {
      if (!Number.isSafeInteger(at)) throw new RangeError(`not a unix second: ${at}`)
      frozenAt = at
    },
    resume() {
      if (frozenAt === undefined) return
      offset = frozenAt - wallSeconds()
      frozenAt = undefined
      onChange?.(offset)
    },
    reset() {
      offset = 0
      frozenAt = undefined
      onChange?.(offset)
    },
  }
}
