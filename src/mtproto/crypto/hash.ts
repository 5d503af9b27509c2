import { createHash } from 'node:crypto'

/** SHA-1 of the parts one after another, 20 bytes. */
export function sha1(...parts: readonly Uint8Array[]): Buffer {
  return digest('sha1', parts)
}

/** SHA-256 of the parts one after another, 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  return digest('sha256', parts)
}

function digest(algorithm: 'sha1' | 'sha256', parts: readonly Uint8Array[]): Buffer {
  const hash = createHash(algorithm)
  for (const part of parts) hash.update(part)
  return hash.digest()
}
