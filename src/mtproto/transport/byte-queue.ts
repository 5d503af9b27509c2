const EMPTY = Buffer.alloc(0)

/**
 * Joins the chunks of a stream. A chunk that holds whole frames is never copied; only what is left
 * over is, into a buffer that doubles, so that n bytes in any number of chunks cost O(n). Memory is
 * taken for bytes that came, never for bytes that a header promised. Bytes handed out are never
 * written to again.
 */
export class ByteQueue {
  #buffer: Buffer = EMPTY
  #start = 0
  #end = 0
  /** Whether `#buffer` is ours, with room behind `#end`, and not a chunk of somebody else. */
  #owned = false

  /** Bytes waiting. */
  get length(): number {
    return this.#end - this.#start
  }

  /** Adds a chunk, which from now on belongs to the queue. */
  push(chunk: Buffer): void {
    if (chunk.length === 0) return
    const length = this.length
    if (length === 0) {
      this.#buffer = chunk
      this.#start = 0
      this.#end = chunk.length
      this.#owned = false
      return
    }
    if (!this.#owned || this.#buffer.length - this.#end < chunk.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(64, 2 * length, length + chunk.length))
      this.#buffer.copy(grown, 0, this.#start, this.#end)
      this.#buffer = grown
      this.#start = 0
      this.#end = length
      this.#owned = true
    }
    chunk.copy(this.#buffer, this.#end)
    this.#end += chunk.length
  }

  /** The byte at `index`. The caller has checked `length`. */
  byteAt(index: number): number {
    return this.#buffer.readUInt8(this.#start + index)
  }

  /** The little-endian 32-bit number at `index`. The caller has checked `length`. */
  uint32At(index: number): number {
    return this.#buffer.readUInt32LE(this.#start + index)
  }

  /** A view of the first `size` bytes, or of all there are, which stay in the queue. */
  peek(size: number): Buffer {
    return this.#buffer.subarray(this.#start, Math.min(this.#start + size, this.#end))
  }

  /** Removes the first `size` bytes and returns a view of them. The caller has checked `length`. */
  take(size: number): Buffer {
    const taken = this.peek(size)
    this.skip(size)
    return taken
  }

  /** Removes the first `size` bytes. The caller has checked `length`. */
  skip(size: number): void {
    this.#start += size
    if (this.#start >= this.#end) this.#reset()
  }

  /** Removes and returns everything. */
  drain(): Buffer {
    return this.take(this.length)
  }

  #reset(): void {
    this.#buffer = EMPTY
    this.#start = 0
    this.#end = 0
    this.#owned = false
  }
}
