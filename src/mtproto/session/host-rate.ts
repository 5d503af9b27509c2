import type { Clock } from '../../core/clock.ts'

const SPAN_MS = 60_000
const HOSTS_MAX = 10_000

/** Counts what addresses do, within fixed minutes. */
export class HostRate {
  readonly #clock: Clock
  readonly #perMinute: number
  readonly #hosts = new Map<string, number>()
  #spanStart = -Infinity

  constructor(clock: Clock, perMinute: number) {
    this.#clock = clock
    this.#perMinute = perMinute
  }

  /** Counts once more and says whether the address did it too often. */
  exceeds(host: string): boolean {
    const now = this.#clock.wallMs()
    if (now - this.#spanStart >= SPAN_MS || now < this.#spanStart || this.#hosts.size > HOSTS_MAX) {
      this.#spanStart = now
      this.#hosts.clear()
    }
    const times = (this.#hosts.get(host) ?? 0) + 1
    this.#hosts.set(host, times)
    return times > this.#perMinute
  }
}
