import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLogger } from '../core/logger.ts'
import { testAuthKeyStore } from '../mtproto/conformance/auth-key-store.ts'
import { openMemoryStore } from '../store/sqlite/testing.ts'
import type { Store } from '../store/store.ts'
import { createAuthKeyStore, noteKeyDc } from './auth-key-store.ts'

let store: Store

beforeEach(async () => {
  store = await openMemoryStore()
})
afterEach(() => store.close())

describe('auth keys in the store', () => {
  testAuthKeyStore(() => createAuthKeyStore(store))
})

describe('noteKeyDc', () => {
  const record = { id: 'aa', key: Buffer.alloc(256), kind: 'perm', createdAt: 1 } as const

  it.each([
    [2, 2],
    [10_002, 2],
    [-4, 4],
    [-10_004, 4],
    [0, null],
    [6, null],
    [undefined, null],
  ])('remembers %o as %o', async (dc, expected) => {
    await createAuthKeyStore(store).save(record)
    noteKeyDc(store, createLogger('silent'), record.id, dc)
    expect(await store.unit((db) => db.auth.key(record.id))).toMatchObject({ dc: expected })
  })
})
