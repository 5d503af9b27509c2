import { constants, gzipSync, unzipSync } from 'node:zlib'
import { GZIP_PACKED, constructorOf, readOnlyBytes, writeOnlyBytes } from './wire.ts'

/** Answers that shrink by less than this part are sent as they are. */
const WORTHWHILE = 0.9

/**
 * Undoes gzip_packed, however the client framed it (gzip or zlib header).
 *
 * @param body an object that begins with gzip_packed
 * @param maxBytes how large it may grow
 * @returns the object inside, or undefined when it is malformed, too large or packed twice
 */
export function unpackGzip(body: Buffer, maxBytes: number): Buffer | undefined {
  const packed = readOnlyBytes(body)
  if (!packed) return undefined
  let unpacked: Buffer
  try {
    unpacked = unzipSync(packed, { maxOutputLength: maxBytes })
  } catch {
    // zlib reports damaged data and too much of it by exceptions; both are the client's fault.
    return undefined
  }
  if (unpacked.length < 4 || unpacked.length % 4 !== 0) return undefined
  return constructorOf(unpacked) === GZIP_PACKED ? undefined : unpacked
}

/**
 * Packs the result of a call as gzip_packed when it is in the given size range and really shrinks;
 * returns it unchanged otherwise.
 */
export function packGzip(
  result: Uint8Array,
  limits: { readonly gzipFromBytes: number; readonly gzipToBytes: number },
): Uint8Array {
  if (result.length < limits.gzipFromBytes || result.length > limits.gzipToBytes) return result
  const packed = gzipSync(result, { level: constants.Z_BEST_SPEED })
  return packed.length < result.length * WORTHWHILE ? writeOnlyBytes(GZIP_PACKED, packed) : result
}
