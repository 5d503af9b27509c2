import type { AuthKeyRecord, AuthKeyStore } from '../auth-keys.ts'

/** A store that forgets everything when the process ends. */
export function createMemoryAuthKeyStore(): AuthKeyStore {
  const records = new Map<string, AuthKeyRecord>()
  return {
    load: (id) => Promise.resolve(records.get(id)),
    save(record) {
      records.set(record.id, record)
      return Promise.resolve()
    },
    bind(tempId, permId) {
      const record = records.get(tempId)
      if (record) records.set(tempId, { ...record, boundTo: permId })
      return Promise.resolve()
    },
    delete(id) {
      records.delete(id)
      return Promise.resolve()
    },
  }
}
