import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../store.ts'

/**
 * What every engine must hold. Each engine's test calls this with its own way to open a store.
 *
 * @param open opens an empty store
 */
export function testStore(open: () => Promise<Store>): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.close())

  const read = (key: string) => store.unit((db) => db.meta.get(key))

  describe('unit of work', () => {
    it('keeps what a unit wrote', async () => {
      await store.unit((db) => db.meta.set('a', '1'))
      expect(await read('a')).toBe('1')
    })

    it('takes back everything that a failing unit wrote, and nothing else', async () => {
      const outcomes = await Promise.allSettled([
        store.unit((db) => db.meta.set('before', '1')),
        store.unit(async (db) => {
          await db.meta.set('lost', '1')
          throw new Error('no')
        }),
        store.unit((db) => db.meta.set('after', '1')),
      ])
      expect(outcomes.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect([await read('before'), await read('lost'), await read('after')]).toEqual([
        '1',
        undefined,
        '1',
      ])
    })

    it('keeps the writes of a unit whose error says so', async () => {
      const error = Object.assign(new Error('sent'), { keepsUnit: true })
      const unit = store.unit(async (db) => {
        await db.meta.set('request', 'stored')
        throw error
      })
      await expect(unit).rejects.toBe(error)
      expect(await read('request')).toBe('stored')
    })

    it('runs units that come together one after another, each seeing the one before', async () => {
      const values = await Promise.all(
        Array.from({ length: 50 }, () => store.unit((db) => db.meta.next('counter', 0))),
      )
      expect(values).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
    })

    it('refuses units after it was closed', async () => {
      const other = await open()
      await other.close()
      await expect(other.unit((db) => db.meta.get('a'))).rejects.toThrow(/closed/)
    })
  })

  it('forgets everything but its version on clear', async () => {
    await store.unit((db) => db.meta.set('a', '1'))
    await store.clear()
    expect(await read('a')).toBeUndefined()
    expect(await read('schema')).toBeDefined()
  })
}
