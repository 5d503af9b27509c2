import { setImmediate } from '../core/timers.ts'

/**
 * Spreads work of the one thread over turns of the event loop: what would exceed a turn's share waits for
 * the next one, in the order it came, so that a client who sends a thousand large calls in one packet keeps
 * nobody's packets unread. Work is measured in bytes of TL that are read or written.
 */
export class Pace {
  readonly #share: number
  readonly #waiting: (() => void)[] = []
  #spent = 0
  #armed = false

  /** @param share what one turn may spend; a single piece of work may be larger */
  constructor(share: number) {
    this.#share = share
  }

  /** Undefined where the work may be done at once, else a promise of its turn. `spend` must follow. */
  ready(): Promise<void> | undefined {
    if (this.#waiting.length === 0 && this.#spent < this.#share) return undefined
    this.#arm()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Notes work that was done. */
  spend(bytes: number): void {
    this.#spent += bytes
    this.#arm()
    if (this.#spent < this.#share) this.#waiting.shift()?.()
  }

  #arm(): void {
    if (this.#armed) return
    this.#armed = true
    setImmediate(() => {
      this.#armed = false
      this.#spent = 0
      this.#waiting.shift()?.()
      if (this.#waiting.length > 0) this.#arm()
    })
  }
}
