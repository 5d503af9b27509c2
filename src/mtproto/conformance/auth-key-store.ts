import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { authKeyId } from '../auth-keys.ts'
import type { AuthKeyRecord, AuthKeyStore } from '../auth-keys.ts'

function newRecord(kind: 'perm' | 'temp' = 'perm'): AuthKeyRecord {
  const key = randomBytes(256)
  const end = kind === 'temp' ? { expiresAt: 1_750_086_400 } : {}
  return { id: authKeyId(key), key, kind, createdAt: 1_750_000_000, ...end }
}

/**
 * What every store of auth keys must hold.
 *
 * @param create makes an empty one
 */
export function testAuthKeyStore(create: () => AuthKeyStore): void {
  it('keeps what was saved', async () => {
    const store = create()
    const records = [newRecord(), newRecord('temp'), newRecord()]
    for (const record of records) await store.save(record)
    for (const record of records) expect(await store.load(record.id)).toEqual(record)
    expect(await store.load('0000000000000000')).toBeUndefined()
  })

  it('binds a temporary key, and again to the same permanent key', async () => {
    const store = create()
    const temp = newRecord('temp')
    await store.save(temp)
    await store.load(temp.id)
    await store.bind(temp.id, 'ffffffffffffffff')
    await store.bind(temp.id, 'ffffffffffffffff')
    expect(await store.load(temp.id)).toEqual({ ...temp, boundTo: 'ffffffffffffffff' })
  })

  it('does nothing to a key that is not there', async () => {
    const store = create()
    await store.bind('1111111111111111', '2222222222222222')
    await store.delete('1111111111111111')
    expect(await store.load('1111111111111111')).toBeUndefined()
  })

  it('forgets a deleted key', async () => {
    const store = create()
    const record = newRecord()
    await store.save(record)
    await store.delete(record.id)
    expect(await store.load(record.id)).toBeUndefined()
  })
}
