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
