const MASK = (1n << 64n) - 1n

/**
 * The hash by which a client says which list it has; an equal one is answered with `NotModified`.
 *
 * Source: https://core.telegram.org/api/offsets#hash-generation
 */
export function listHash(ids: Iterable<number>): bigint {
  let hash = 0n
  for (const id of ids) {
    hash ^= hash >> 21n
    hash ^= (hash << 35n) & MASK
    hash ^= hash >> 4n
    hash = (hash + BigInt(id)) & MASK
  }
  return BigInt.asIntN(64, hash)
}
