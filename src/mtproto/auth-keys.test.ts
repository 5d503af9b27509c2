import { describe, expect, it } from 'vitest'
import { authKeyAuxHash, authKeyId, authKeyIdFromLong } from './auth-keys.ts'
import { testAuthKeyStore } from './conformance/auth-key-store.ts'
import { createMemoryAuthKeyStore } from './conformance/memory-auth-keys.ts'

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

describe('the store of tests', () => {
  testAuthKeyStore(createMemoryAuthKeyStore)
})
