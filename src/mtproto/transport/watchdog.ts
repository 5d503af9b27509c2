import { clearInterval, performance, setInterval } from '../../core/timers.ts'
/** Something that must not last. Owners move `deadline`; the watchdog only reads it. */
export interface Watched {
  /** When it is over, in milliseconds of `performance.now()`. */
  readonly deadline: number
  /** Called once the deadline has passed, at each sweep until the owner is unwatched. */
  expire(): void
}

/** Longest pause between two sweeps. */
const SWEEP_MS_MAX = 1_000

/**
 * One timer for the deadlines of all connections: moving a deadline, which happens with every chunk,
 * is then only an assignment. The timer runs while something is watched and does not keep the process
 * alive. It reads the monotonic clock, so that setting the wall clock closes nobody's connection.
 */
export class Watchdog {
  readonly #watched = new Set<Watched>()
  readonly #sweepMs: number
  #timer: NodeJS.Timeout | undefined

  /** @param shortestMs shortest time anybody is given; sweeps are a fraction of it apart */
  constructor(shortestMs: number) {
    this.#sweepMs = Math.min(SWEEP_MS_MAX, Math.max(10, shortestMs / 4))
  }

  /** How many are watched. */
  get size(): number {
    return this.#watched.size
  }

  watch(watched: Watched): void {
    this.#watched.add(watched)
    this.#timer ??= setInterval(() => this.#sweep(), this.#sweepMs).unref()
  }

  /** Forgets one; no error if it is not watched. */
  unwatch(watched: Watched): void {
    this.#watched.delete(watched)
    if (this.#watched.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #sweep(): void {
    const now = performance.now()
    for (const watched of this.#watched) {
      if (watched.deadline <= now) watched.expire()
    }
  }
}
