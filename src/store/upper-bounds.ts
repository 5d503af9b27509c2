/** Counts that are kept; past it all are forgotten and counted anew when they are asked for. */
const KEPT_MAX = 20_000

/**
 * Upper bounds of counts in the database, so that a limit holds without counting thousands of rows
 * each time. A bound may be too high (rows were deleted, a unit was rolled back) but never too low, as
 * long as every insert goes through `added`; where it stands at the limit, the rows are counted again.
 *
 * It is right only where one process alone writes the database, as with the embedded engine.
 */
export class UpperBounds {
  readonly #bounds = new Map<string, number>()

  /** Whether there are fewer than `limit`. `count` counts the rows. */
  async isBelow(key: string, limit: number, count: () => Promise<number>): Promise<boolean> {
    const bound = this.#bounds.get(key)
    if (bound !== undefined && bound < limit) return true
    const exact = await count()
    if (this.#bounds.size >= KEPT_MAX) this.#bounds.clear()
    this.#bounds.set(key, exact)
    return exact < limit
  }

  /** Notes an insert, before it happens. */
  added(key: string): void {
    const bound = this.#bounds.get(key)
    if (bound !== undefined) this.#bounds.set(key, bound + 1)
  }

  /** Forgets every bound: rows were moved from one key to another. */
  clear(): void {
    this.#bounds.clear()
  }
}
