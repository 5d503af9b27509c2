/** How often something may be done, counted in memory. */
export interface Rates {
  /** Counts one more; or tells after how many seconds it may be, without counting. 0 is counted. */
  take(key: string, now: number): number
  /** Forgets everything. */
  clear(): void
}

/** Bounds of the counting. */
export interface RateBounds {
  /** How many in a window; 0 for no bound. */
  readonly times: number
  /** Length of a window in seconds; it begins with the first one. */
  readonly seconds: number
  /** Keys that are counted at once; the one whose window is oldest is forgotten for a new one. */
  readonly keys: number
}

/** Counts what may be done `times` in a window, for each key on its own. */
export function createRates({ times, seconds, keys }: RateBounds): Rates {
  // In the order in which the windows began.
  const windows = new Map<string, { readonly start: number; count: number }>()
  return {
    take(key, now) {
      if (times === 0) return 0
      const window = windows.get(key)
      // A clock that was set back is no reason to wait.
      if (window && now >= window.start && now < window.start + seconds) {
        if (window.count >= times) return window.start + seconds - now
        window.count += 1
        return 0
      }
      windows.delete(key)
      for (const [oldest] of windows) {
        if (windows.size < keys) break
        windows.delete(oldest)
      }
      windows.set(key, { start: now, count: 1 })
      return 0
    },
    clear: () => windows.clear(),
  }
}
