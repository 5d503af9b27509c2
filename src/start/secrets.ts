import type { Random } from '../core/random.ts'
import type { Store } from '../store/store.ts'

/** Secrets of a server that outlive it: what was derived from them must stay true after a restart. */
export interface ServerSecrets {
  /** Keys the access hashes. */
  readonly accessHash: Buffer
  /** Server salts are derived from it. */
  readonly salt: Buffer
}

/** Reads the secrets, made at first start. */
export function loadSecrets(store: Store, random: Random): Promise<ServerSecrets> {
  return store.unit(async (db) => {
    const secret = async (name: string): Promise<Buffer> => {
      const known = await db.meta.get(`secret:${name}`)
      if (known !== undefined) return Buffer.from(known, 'hex')
      const fresh = random.bytes(32)
      await db.meta.set(`secret:${name}`, fresh.toString('hex'))
      return fresh
    }
    return { accessHash: await secret('access-hash'), salt: await secret('salt') }
  })
}
