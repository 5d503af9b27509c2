import type { Readable } from 'node:stream'
import type { HeldBytes } from './held-bytes.ts'

/** Why a body was not read: over its own bound, over the bound of all together, or not sent to its end. */
export type BodyFault = 'too long' | 'no room' | 'broken'

/** A body that was not read to its end. What still comes of it is dropped. */
export class BodyError extends Error {
  override readonly name = 'BodyError'
  readonly fault: BodyFault

  constructor(fault: BodyFault) {
    super(`a body was not read: ${fault}`)
    this.fault = fault
  }
}

/**
 * Reads a whole body into memory.
 *
 * @param max bytes of this one
 * @param held the bytes of all that are being read; it has its share until it is whole
 * @throws BodyError
 */
export function readBody(source: Readable, max: number, held: HeldBytes): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  return new Promise((resolve, reject) => {
    const end = (fault?: BodyFault): void => {
      source.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken)
      held.bytes -= length
      if (fault === undefined) resolve(Buffer.concat(chunks))
      else reject(new BodyError(fault))
      if (fault !== undefined && fault !== 'broken') source.resume()
    }
    const onData = (chunk: Buffer): void => {
      length += chunk.length
      held.bytes += chunk.length
      chunks.push(chunk)
      if (length > max) end('too long')
      else if (held.isFull) end('no room')
    }
    const onEnd = (): void => end()
    const onBroken = (): void => end('broken')
    if (source.destroyed && !source.readableEnded) {
      onBroken()
      return
    }
    source.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken)
  })
}
