import { describe, expect, it } from 'vitest'
import { KeySalts, SALT_SECONDS } from './salts.ts'

const NOW = 1_700_000_000_000
const HALF_HOUR = SALT_SECONDS * 1000
const secret = Buffer.alloc(32, 1)
const key = Buffer.alloc(8, 2)

describe('salts of a key', () => {
  it('are the same for everybody who has the secret, and others for other keys and secrets', () => {
    const salt = new KeySalts(secret, key).current(NOW)
    expect(new KeySalts(secret, key).current(NOW)).toBe(salt)
    expect(new KeySalts(secret, Buffer.alloc(8, 3)).current(NOW)).not.toBe(salt)
    expect(new KeySalts(Buffer.alloc(32, 9), key).current(NOW)).not.toBe(salt)
  })

  it('are accepted from one half hour before their time to one after it', () => {
    const salts = new KeySalts(secret, key)
    const salt = salts.current(NOW)
    const accepted = [-2, -1, 0, 1, 2].map((steps) => salts.accepts(salt, NOW + steps * HALF_HOUR))
    expect(accepted).toEqual([false, true, true, true, false])
  })

  it('never accept zero', () => {
    expect(new KeySalts(secret, key).accepts(0n, NOW)).toBe(false)
  })

  it('are foretold with times in which they are accepted', () => {
    const salts = new KeySalts(secret, key)
    const future = salts.future(NOW, 64)
    expect(future[0]?.salt).toBe(salts.current(NOW))
    expect(future[0]?.validSince).toBeLessThanOrEqual(NOW / 1000)
    expect(new Set(future.map(({ salt }) => salt)).size).toBe(64)
    for (const { salt, validSince, validUntil } of future) {
      expect(salts.accepts(salt, validSince * 1000)).toBe(true)
      expect(salts.accepts(salt, validUntil * 1000 - 1)).toBe(true)
      expect(salts.accepts(salt, validUntil * 1000)).toBe(false)
    }
  })

  it('are foretold anew in every half hour, however many were asked for before', () => {
    const salts = new KeySalts(secret, key)
    const fresh = (nowMs: number, count: number) => new KeySalts(secret, key).future(nowMs, count)
    for (const [steps, count] of [
      [0, 2],
      [0, 9],
      [0, 1],
      [1, 5],
      [0, 3],
    ] as const) {
      const nowMs = NOW + steps * HALF_HOUR
      expect(salts.future(nowMs, count)).toEqual(fresh(nowMs, count))
    }
  })
})
