/** Wrong tries of accounts, counted in memory. */
export interface Guesses {
  /** Seconds that the account has to wait before it may try again; 0 for none. */
  waitOf(accountId: number, now: number): number
  /** Counts a wrong try. */
  note(accountId: number, now: number): void
  /** Forgets everything. */
  clear(): void
}

/** Bounds of the counting. */
export interface GuessBounds {
  /** Wrong tries in a window before the account has to wait for its end; 0 for no bound. */
  readonly tries: number
  /** Length of a window in seconds of business time. It begins with the first wrong try. */
  readonly seconds: number
  /** Accounts that are counted at once; the one whose window is oldest is forgotten for a new one. */
  readonly accounts: number
}

interface Window {
  readonly start: number
  count: number
}

/**
 * Counts wrong tries, so that nobody can find by guessing what is secret: after `tries` of them an
 * account waits until its window ends. Not in the store: the unit of a wrong try is taken back.
 */
export function createGuesses({ tries, seconds, accounts }: GuessBounds): Guesses {
  // In the order in which the windows began.
  const windows = new Map<number, Window>()

  function leftOf(window: Window, now: number): number {
    // A clock that was set back is no reason to wait longer than a window.
    return now < window.start ? 0 : Math.max(0, window.start + seconds - now)
  }

  return {
    waitOf(accountId, now) {
      const window = windows.get(accountId)
      return window !== undefined && window.count >= tries ? leftOf(window, now) : 0
    },
    note(accountId, now) {
      if (tries === 0) return
      const window = windows.get(accountId)
      if (window !== undefined && leftOf(window, now) > 0) {
        window.count += 1
        return
      }
      windows.delete(accountId)
      for (const [oldest] of windows) {
        if (windows.size < accounts) break
        windows.delete(oldest)
      }
      windows.set(accountId, { start: now, count: 1 })
    },
    clear: () => windows.clear(),
  }
}
