import { describe, expect, it } from 'vitest'
import { DH_PRIME } from '../../core/dh-prime.ts'
import { fromBig, modPow } from '../handshake/conformance/test-client.ts'
import { createDhExchange, isGoodPublicValue } from './dh.ts'

const prime = BigInt(`0x${DH_PRIME.toString('hex')}`)
const toBig = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)

describe('createDhExchange', () => {
  it('agrees with a client that computes for itself', () => {
    for (let secret = 2n ** 300n + 17n; secret < 2n ** 300n + 22n; secret++) {
      const exchange = createDhExchange()
      const gB = fromBig(modPow(3n, secret, prime), 256)
      const agreed = exchange.agree(gB)
      expect(exchange.gA).toHaveLength(256)
      expect(agreed).toEqual(fromBig(modPow(toBig(exchange.gA), secret, prime), 256))
    }
  })

  it('keeps the leading zeros of the agreed key', () => {
    // g_b^a has a leading zero byte once in about 200 exchanges.
    const gB = fromBig(modPow(3n, 2n ** 100n, prime), 256)
    for (;;) {
      const agreed = createDhExchange().agree(gB)
      expect(agreed).toHaveLength(256)
      if (agreed[0] === 0) return
    }
  })

  it('gives 256 bytes of g_a even when the first of them is zero', () => {
    for (;;) {
      const { gA } = createDhExchange()
      expect(gA).toHaveLength(256)
      expect(isGoodPublicValue(gA)).toBe(true)
      if (gA[0] === 0) return
    }
  })

  it('takes a g_b with leading zeros', () => {
    const gB = fromBig(1n << 1984n, 256)
    const exchange = createDhExchange()
    expect(exchange.agree(gB)).toHaveLength(256)
    expect(exchange.agree(gB)).toEqual(exchange.agree(gB))
  })

  it('has a new secret each time', () => {
    expect(createDhExchange().gA).not.toEqual(createDhExchange().gA)
  })
})

describe('isGoodPublicValue', () => {
  const low = 1n << 1984n
  it.each([
    ['the lowest good value', low, true],
    ['the highest good value', prime - low, true],
    ['one below the lowest', low - 1n, false],
    ['one above the highest', prime - low + 1n, false],
    ['0', 0n, false],
    ['1', 1n, false],
    ['p - 1', prime - 1n, false],
    ['p', prime, false],
    ['the largest 256 bytes', (1n << 2048n) - 1n, false],
  ])('judges %s', (_what, value, good) => {
    expect(isGoodPublicValue(fromBig(value, 256))).toBe(good)
  })

  it('wants exactly 256 bytes', () => {
    expect(isGoodPublicValue(fromBig(low, 255))).toBe(false)
    expect(isGoodPublicValue(Buffer.alloc(0))).toBe(false)
    expect(isGoodPublicValue(Buffer.alloc(257, 1))).toBe(false)
  })
})
