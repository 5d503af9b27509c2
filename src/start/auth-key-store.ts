import type { Logger } from '../core/logger.ts'
import type { AuthKeyRecord, AuthKeyStore } from '../mtproto/auth-keys.ts'
import type { Store } from '../store/store.ts'

/** Auth keys in the store: a key is durable before the client hears that it exists. */
export function createAuthKeyStore(store: Store): AuthKeyStore {
  return {
    load: (id) =>
      store.unit(async (db) => {
        const row = await db.auth.key(id)
        if (!row) return undefined
        const record: AuthKeyRecord = {
          id: row.id,
          key: Buffer.from(row.key),
          kind: row.kind,
          createdAt: row.createdAt,
          ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt }),
          ...(row.boundTo === null ? {} : { boundTo: row.boundTo }),
        }
        return record
      }),
    save: (record) =>
      store.unit(async (db) => {
        await db.auth.insertKey({
          id: record.id,
          key: record.key,
          kind: record.kind,
          expiresAt: record.expiresAt ?? null,
          boundTo: record.boundTo ?? null,
          dc: null,
          createdAt: record.createdAt,
        })
      }),
    bind: (tempId, permId) =>
      store.unit(async (db) => {
        await db.auth.bindKey(tempId, permId)
      }),
    delete: (id) => store.unit((db) => db.auth.deleteKey(id)),
  }
}

/**
 * Remembers which data centre a key's client thinks it talks to: test (10000 + dc) and media (-dc) ones
 * included. The client need not wait for it.
 */
export function noteKeyDc(store: Store, log: Logger, keyId: string, dc: number | undefined): void {
  const plain = Math.abs(dc ?? 0) % 10_000
  if (plain < 1 || plain > 5) return
  store
    .unit((db) => db.auth.setKeyDc(keyId, plain))
    .catch((error: unknown) => {
      log.error({ err: error }, 'the data centre of a key could not be stored')
    })
}
