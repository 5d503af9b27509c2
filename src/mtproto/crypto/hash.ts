import { hash } from 'node:crypto'

/** SHA-1 of the parts one after another, 20 bytes. */
export function sha1(...parts: readonly Uint8Array[]): Buffer {
  return digest('sha1', parts)
}

/** SHA-256 of the parts one after another, 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  return digest('sha256', parts)
}

/**
 * By way of a string, since a hash object and a digest of its own memory are things that the garbage
 * collector has to follow one by one: on short data they cost many times the hash itself.
 */
function digest(algorithm: 'sha1' | 'sha256', parts: readonly Uint8Array[]): Buffer {
  const [first] = parts
  const data = first !== undefined && parts.length === 1 ? first : Buffer.concat(parts)
  return Buffer.from(hash(algorithm, data, 'binary'), 'binary')
}
