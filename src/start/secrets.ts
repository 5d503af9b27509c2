import type { Random } from '../core/random.ts'
import type { Store } from '../store/store.ts'

/**
 * Secrets of a server that outlive it: what was derived from them must stay true after a restart. The key of the
 * links is the store's own (store/seals.ts): without it no row of a link can be found.
 */
export interface ServerSecrets {
  /** Keys the access hashes. */
  readonly accessHash: Buffer
}

/** Reads the secrets, made at first start. */
export function loadSecrets(store: Store, random: Random): Promise<ServerSecrets> {
  return store.unit(async (db) => {
    const name = 'secret:access-hash'
    const known = await db.meta.get(name)
    if (known !== undefined) return { accessHash: Buffer.from(known, 'hex') }
    const accessHash = random.bytes(32)
    await db.meta.set(name, accessHash.toString('hex'))
    return { accessHash }
  })
}
