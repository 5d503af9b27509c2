import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  authKeyAuxHash,
  authKeyId,
  authKeyIdFromLong,
  createMemoryAuthKeyStore,
} from './auth-keys.ts'
import type { AuthKeyRecord, AuthKeyStore } from './auth-keys.ts'

function newRecord(kind: 'perm' | 'temp' = 'perm'): AuthKeyRecord {
  const key = randomBytes(256)
  return { id: authKeyId(key), key, kind, createdAt: 1_750_000_000 }
}

describe('an auth key', () => {
  // Vectors of gotd.
  const key = Buffer.from(Array.from({ length: 256 }, (_, i) => i))

  it('has an id and an aux hash from its SHA-1', () => {
    expect(authKeyId(key)).toBe('32d1586ea457dfc8')
    expect(authKeyAuxHash(key).toString('hex')).toBe('4916d6bdb7f78e68')
  })

  it('has the same id when it is given as a number', () => {
    const id = Buffer.from('32d1586ea457dfc8', 'hex')
    expect(authKeyIdFromLong(id.readBigInt64LE(0))).toBe('32d1586ea457dfc8')
    expect(authKeyIdFromLong(id.readBigUInt64LE(0))).toBe('32d1586ea457dfc8')
    expect(authKeyIdFromLong(1n)).toBe('0100000000000000')
  })
})

const STORES: readonly [string, () => AuthKeyStore][] = [['memory', createMemoryAuthKeyStore]]

describe.each(STORES)('the %s store', (_name, create) => {
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
})
