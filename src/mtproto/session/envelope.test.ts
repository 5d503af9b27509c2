import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../core/random.ts'
import { igeDecrypt } from '../crypto/aes-ige.ts'
import { deriveAesKeyIv, deriveMessageKey } from '../crypto/message-key.ts'
import { INTERNAL_HEADER, paddedLength, sealPacket } from './envelope.ts'
import { Padding } from './padding.ts'

describe('a sealed packet', () => {
  it('opens with the key of its direction and begins with the key id', () => {
    const key = randomBytes(256)
    const wire = randomBytes(8)
    const plain = randomBytes(paddedLength(100))
    const packet = sealPacket(wire, key, plain)
    const msgKey = packet.subarray(8, 24)
    const aes = deriveAesKeyIv(key, msgKey, 'server')
    const opened = igeDecrypt(packet.subarray(24), aes.key, aes.iv)
    expect(packet.subarray(0, 8)).toEqual(wire)
    expect(opened).toEqual(plain)
    expect(deriveMessageKey(key, opened, 'server')).toEqual(msgKey)
  })

  it('is padded to whole blocks with 12 bytes at least', () => {
    for (let payload = 4; payload < 200; payload += 4) {
      const padding = paddedLength(payload) - INTERNAL_HEADER - payload
      expect(paddedLength(payload) % 16).toBe(0)
      expect(padding).toBeGreaterThanOrEqual(12)
      expect(padding).toBeLessThan(28)
    }
  })
})

describe('padding', () => {
  it('leaves what stands before it alone and is never the same twice', () => {
    const padding = new Padding(systemRandom)
    const seen = new Set<string>()
    for (let count = 0; count < 2000; count++) {
      const target = Buffer.alloc(28, 7)
      padding.fill(target, 12)
      expect(target.subarray(0, 12)).toEqual(Buffer.alloc(12, 7))
      seen.add(target.toString('hex', 12))
    }
    expect(seen.size).toBe(2000)
  })

  it('fills more than its pool holds', () => {
    const target = Buffer.alloc(20_000)
    new Padding(systemRandom).fill(target, 0)
    expect(new Set(target).size).toBe(256)
  })
})
