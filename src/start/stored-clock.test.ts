import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLogger } from '../core/logger.ts'
import { openMemoryStore } from '../store/sqlite/testing.ts'
import type { Store } from '../store/store.ts'
import { createStoredClock } from './stored-clock.ts'

let store: Store
beforeEach(async () => {
  store = await openMemoryStore()
})
afterEach(() => store.close())

describe('the stored clock', () => {
  it('is as far ahead at the next start, once its moves are stored', async () => {
    const clock = await createStoredClock(store, createLogger('silent'))
    clock.advance(1000)
    clock.advance(3000)
    await clock.stored()
    const next = await createStoredClock(store, createLogger('silent'))
    expect(next.now() - Math.floor(next.wallMs() / 1000)).toBeGreaterThanOrEqual(3999)
  })

  it('says that a move could not be stored', async () => {
    const gone = await openMemoryStore()
    const clock = await createStoredClock(gone, createLogger('silent'))
    await gone.close()
    clock.advance(1000)
    await expect(clock.stored()).rejects.toThrow()
  })
})
