import type { Clock } from '../../core/clock.ts'

const SPAN_MS = 60_000
const HOSTS_MAX = 10_000

/** Counts packets that could not be decrypted, by address, within fixed minutes. */
export class BadPackets {
  readonly #clock: Clock
  readonly #perMinute: number
  readonly #hosts = new Map<string, number>()
  #spanStart = -Infinity

  constructor(clock: Clock, perMinute: number) {
    this.#clock = clock
    this.#perMinute = perMinute
  }

  /** Counts one packet and says whether its address has sent too many of them. */
  count(host: string): boolean {
    const now = this.#clock.wallMs()
    if (now - this.#spanStart >= SPAN_MS || now < this.#spanStart || this.#hosts.size > HOSTS_MAX) {
      this.#spanStart = now
      this.#hosts.clear()
    }
    const packets = (this.#hosts.get(host) ?? 0) + 1
    this.#hosts.set(host, packets)
    return packets > this.#perMinute
  }
}
