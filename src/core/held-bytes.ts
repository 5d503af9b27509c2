/**
 * Bytes of what has begun to come and is not whole yet, of all connections of a server together: frames
 * and the bodies of HTTP requests. Each is bounded by itself; this bounds their sum, since a client may
 * begin very many.
 */
export class HeldBytes {
  bytes = 0
  readonly #max: number

  /** @param max bytes that all may hold together */
  constructor(max = Infinity) {
    this.#max = max
  }

  /** Whether there is more than may be: the sender of the last bytes is turned away. */
  get isFull(): boolean {
    return this.bytes > this.#max
  }
}
