import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { dhExponent } from './dh-group.ts'
import { DH_PRIME } from './dh-prime.ts'

const P = toNumber(DH_PRIME)

describe('an exponent of the group', () => {
  it.each<[string, Buffer]>([
    ['of 40 bytes', randomBytes(40)],
    ['of 32 bytes', randomBytes(32)],
    ['with leading zeros', Buffer.concat([Buffer.alloc(9), randomBytes(23)])],
    ['with the first bit set', Buffer.alloc(32, 0xff)],
    ['that is 1', Buffer.from([1])],
    ['that is 2', Buffer.from([0, 2])],
  ])('%s gives the powers that BigInt gives', (_what, exponent) => {
    const dh = dhExponent(exponent)
    const x = toNumber(exponent)
    expect(toNumber(dh.publicValue())).toBe(power(3n, x))
    for (const base of [randomBytes(255), Buffer.from([2]), toBytes(P - 2n)]) {
      const result = dh.power(base)
      expect(result).toHaveLength(256)
      expect(toNumber(result)).toBe(power(toNumber(base), x))
    }
  })

  it.each([0n, 1n, P - 1n, P, P + 1n])('has no power of the trivial base %#', (base) => {
    expect(() => dhExponent(randomBytes(32)).power(toBytes(base))).toThrow()
  })
})

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

function toBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(512, '0'), 'hex')
}

/** base^exponent mod p, the plain way. */
function power(base: bigint, exponent: bigint): bigint {
  if (exponent === 0n) return 1n
  const half = power((base * base) % P, exponent >> 1n)
  return exponent % 2n === 1n ? (half * base) % P : half
}
