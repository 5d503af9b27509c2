import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClock } from '../core/clock.ts'
import { DEFAULT_LIMITS } from '../core/limits.ts'
import { createLogger } from '../core/logger.ts'
import { fakeTimers, realTimers } from '../core/testing.ts'
import { openSqliteStore } from '../store/sqlite/store.ts'
import type { Store } from '../store/store.ts'
import type { AuthKeyRow, AuthorizationRow } from '../store/tables/auth.ts'
import { startHousekeeping, type Housekeeping } from './housekeeping.ts'

const WEEK = DEFAULT_LIMITS.unusedKeySeconds
const wallNow = Math.floor(Date.now() / 1000)

let store: Store
let housekeeping: Housekeeping
const forgotten: string[] = []

beforeEach(async () => {
  forgotten.length = 0
  store = await openSqliteStore(':memory:')
  housekeeping = startHousekeeping({
    store,
    clock: createClock(),
    limits: DEFAULT_LIMITS,
    log: createLogger('silent'),
    inUse: (id) => id === 'in use',
    forgetKey: (id) => forgotten.push(id),
  })
})
afterEach(async () => {
  await housekeeping.stop()
  await store.close()
})

async function putKey(id: string, row: Partial<AuthKeyRow>, login?: Partial<AuthorizationRow>) {
  await store.unit(async (db) => {
    const key = { key: new Uint8Array(256), kind: 'perm', expiresAt: null, boundTo: null } as const
    await db.auth.insertKey({ ...key, id, dc: null, createdAt: wallNow, ...row })
    if (!login) return
    await db.auth.insertAuthorization({
      keyId: id,
      accountId: null,
      passwordPendingFor: null,
      hash: '1',
      layer: 229,
      apiId: 1,
      deviceModel: '',
      systemVersion: '',
      appVersion: '',
      systemLangCode: '',
      langPack: '',
      langCode: '',
      createdAt: wallNow,
      activeAt: wallNow,
      ...login,
    })
  })
}

const isThere = (id: string) => store.unit(async (db) => (await db.auth.key(id)) !== undefined)

it('deletes old keys on which nobody is logged in, and what is known of their clients', async () => {
  const old = { createdAt: wallNow - WEEK - 60 }
  await putKey('stranger', old)
  await putKey('introduced', old, {})
  await putKey('waiting', old, { passwordPendingFor: 5 })
  await putKey('user', old, { accountId: 5 })
  await putKey('young', {})
  await putKey('in use', old)
  await housekeeping.run()
  expect(forgotten.sort()).toEqual(['introduced', 'stranger', 'waiting'])
  expect(await isThere('user')).toBe(true)
  expect(await isThere('young')).toBe(true)
  expect(await isThere('in use')).toBe(true)
  expect(await store.unit((db) => db.auth.authorization('introduced'))).toBeUndefined()
})

it('deletes temporary keys when their time is over, however young', async () => {
  await putKey('over', { kind: 'temp', expiresAt: wallNow - 60 })
  await putKey('valid', { kind: 'temp', expiresAt: wallNow + 3600 })
  await housekeeping.run()
  expect(forgotten).toEqual(['over'])
  expect(await isThere('valid')).toBe(true)
})

it('goes on until everything old is gone', async () => {
  for (let i = 0; i < 1001; i++) await putKey(`old ${i}`, { createdAt: 1 })
  await housekeeping.run()
  expect(forgotten).toHaveLength(1001)
})

it('deletes login codes and tokens that expired long ago', async () => {
  const code = { code: '11111', attempts: 0, resends: 0, verifiedKeyId: null }
  await store.unit(async (db) => {
    await db.auth.addCode({ ...code, codeHash: 'old', phone: '1', expiresAt: 1 }, 9)
    await db.auth.addCode({ ...code, codeHash: 'new', phone: '2', expiresAt: wallNow + 300 }, 9)
    const token = { apiId: 1, exceptIds: '[]', acceptedBy: null }
    await db.auth.putLoginToken({ ...token, token: 'old', keyId: 'a', expiresAt: 1 })
    await db.auth.putLoginToken({ ...token, token: 'new', keyId: 'b', expiresAt: wallNow + 30 })
  })
  await housekeeping.run()
  await store.unit(async (db) => {
    expect(await db.auth.code('old')).toBeUndefined()
    expect(await db.auth.code('new')).toBeDefined()
    expect(await db.auth.loginToken('old')).toBeUndefined()
    expect(await db.auth.loginToken('new')).toBeDefined()
  })
})

describe('a look at the data', () => {
  beforeEach(fakeTimers)
  afterEach(realTimers)

  it('says that it was deleted although nobody calls', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'localgram-look-'))
    const lost = await openSqliteStore(join(directory, 'test.db'))
    const { promise: said, resolve } = Promise.withResolvers<string>()
    const rounds = startHousekeeping({
      store: lost,
      clock: createClock(),
      limits: DEFAULT_LIMITS,
      log: createLogger('error', { write: resolve }),
      inUse: () => false,
      forgetKey: () => undefined,
    })
    await rounds.run()
    rmSync(directory, { recursive: true })
    vi.advanceTimersByTime(10_000)
    expect(JSON.parse(await said)).toMatchObject({ code: 'DATA_GONE' })
    await rounds.stop()
    await lost.close()
  })
})
