import { createHmac, createSecretKey } from 'node:crypto'

/** What an access hash may be for. */
export type AccessHashKind = 'user' | 'channel' | 'photo' | 'photoReference'

/** Access hashes: 64-bit values that prove an account has seen a peer or a photo. */
export interface AccessHashes {
  /** The hash by which `viewerId` may name it; the same for ever, another for each viewer. */
  of(viewerId: number, kind: AccessHashKind, id: number): bigint
}

/** Hashes kept in memory, so that a list of users costs no MAC each time. */
const CACHE_MAX = 50_000

/**
 * Access hashes as a keyed MAC of (viewer, kind, id) (ARCHITECTURE.md): nothing is stored, and
 * a hash that one account learned is of no use to another.
 *
 * Source: https://core.telegram.org/api/peers#access-hash
 */
export function createAccessHashes(secret: Uint8Array): AccessHashes {
  // With the bytes themselves each MAC would make a key of them anew, which costs more than the MAC.
  const key = createSecretKey(secret)
  const cache = new Map<string, bigint>()
  return {
    of(viewerId, kind, id) {
      const name = `${viewerId}:${kind}:${id}`
      const known = cache.get(name)
      if (known !== undefined) return known
      const hash = createHmac('sha256', key).update(name).digest().readBigInt64LE(0)
      if (cache.size >= CACHE_MAX) cache.clear()
      cache.set(name, hash)
      return hash
    },
  }
}
