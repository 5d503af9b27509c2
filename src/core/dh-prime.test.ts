import { checkPrimeSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DH_GENERATOR, DH_PRIME } from './dh-prime.ts'

describe('the Diffie-Hellman group', () => {
  const prime = BigInt(`0x${DH_PRIME.toString('hex')}`)

  it('has a safe prime of exactly 2048 bits', () => {
    expect(DH_PRIME).toHaveLength(256)
    expect(prime >> 2047n).toBe(1n)
    expect(checkPrimeSync(prime, { checks: 8 })).toBe(true)
    expect(checkPrimeSync((prime - 1n) / 2n, { checks: 8 })).toBe(true)
  })

  it('has a generator that clients accept with it', () => {
    // https://core.telegram.org/mtproto/auth_key: for g = 3, p mod 3 = 2.
    expect([DH_GENERATOR, prime % 3n]).toEqual([3, 2n])
  })
})
