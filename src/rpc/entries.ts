import type { DomainEvent } from '../domain/updates/update.ts'

/**
 * Who came into which channel while updates of it were on their way: what was told there before is not for
 * them, though they are in by the time at which the receivers are looked up. A client that is told of a
 * channel before it knows where its sequence is takes that for new, as TDLib does.
 */
export class Entries {
  readonly #places = new Map<number, Map<number, number>>()

  /** Notes that accounts came in, before the event that will have the place `at` in the order of commits. */
  note({ channelId, userIds }: DomainEvent & { to: 'entered' }, at: number): void {
    for (const id of userIds) {
      const places = this.#places.get(id) ?? new Map<number, number>()
      this.#places.set(id, places.set(channelId, at))
    }
  }

  /** The first place in the order of commits from which an account hears a channel. */
  from(accountId: number, channelId: number): number {
    return this.#places.get(accountId)?.get(channelId) ?? 0
  }

  /** Forgets everybody, when nothing from before they came is on its way any more. */
  clear(): void {
    this.#places.clear()
  }
}
