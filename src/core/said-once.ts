/** Things remembered; nothing makes clients run out of wrong calls. */
const SAID_MAX = 1000

/**
 * What a server has told in its log already: a client repeats its mistakes with every call, and nobody
 * reads a line a second time. Bounded: when it is full, nothing is new any more.
 */
export class SaidOnce {
  readonly #said = new Set<string>()

  /** Whether this is said for the first time. */
  isNew(what: string): boolean {
    if (this.#said.has(what) || this.#said.size >= SAID_MAX) return false
    this.#said.add(what)
    return true
  }
}
