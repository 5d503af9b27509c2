import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rsaOld, rsaPad, rsaRaw } from '../handshake/conformance/test-client.ts'
import { openEncryptedData } from './rsa-pad.ts'
import { generateServerKey } from './rsa.ts'

const key = generateServerKey()
const anyData = (max: number) =>
  fc
    .integer({ min: 1, max: max / 4 })
    .chain((words) => fc.uint8Array({ minLength: words * 4, maxLength: words * 4 }))
    .map((bytes) => Buffer.from(bytes))

describe('openEncryptedData', () => {
  it('opens RSA_PAD of any data up to 144 bytes, with the padding after it', () => {
    fc.assert(
      fc.property(anyData(144), (data) => {
        const opened = openEncryptedData(key, rsaPad(data, key))
        expect(opened?.form).toBe('rsa-pad')
        expect(opened?.data).toHaveLength(192)
        expect(opened?.data.subarray(0, data.length)).toEqual(data)
      }),
    )
  })

  it('opens the old form of any whole words up to 235 bytes, exactly', () => {
    fc.assert(
      fc.property(anyData(232), (data) => {
        expect(openEncryptedData(key, rsaOld(data, key))).toEqual({ data, form: 'old' })
      }),
    )
  })

  it('opens a number that came without its leading zeros', () => {
    const data = randomBytes(96)
    let encrypted = rsaOld(data, key)
    while (encrypted[0] !== 0) encrypted = rsaOld(data, key)
    expect(openEncryptedData(key, encrypted.subarray(1))?.data).toEqual(data)
  })

  it('answers undefined and nothing else to everything that is wrong', () => {
    const data = randomBytes(96)
    const pad = rsaPad(data, key)
    const oldForm = Buffer.concat([Buffer.from([1]), randomBytes(255)])
    const wrong: Buffer[] = [
      Buffer.alloc(0),
      Buffer.alloc(1),
      Buffer.alloc(256),
      Buffer.alloc(256, 255),
      Buffer.concat([Buffer.alloc(1), pad]),
      pad.subarray(1),
      rsaRaw(Buffer.alloc(256, 1), key),
      rsaRaw(oldForm, key),
      rsaPad(data, { ...key, n: generateServerKey().n }),
    ]
    for (const bytes of wrong) expect(openEncryptedData(key, bytes)).toBeUndefined()
  })

  it('notices a change of any single byte', () => {
    const forms = [rsaPad(randomBytes(104), key), rsaOld(randomBytes(96), key)]
    const change = fc.record({
      encrypted: fc.constantFrom(...forms),
      at: fc.nat(255),
      mask: fc.integer({ min: 1, max: 255 }),
    })
    fc.assert(
      fc.property(change, ({ encrypted, at, mask }) => {
        const changed = Buffer.from(encrypted)
        changed.writeUInt8(changed.readUInt8(at) ^ mask, at)
        expect(openEncryptedData(key, changed)).toBeUndefined()
      }),
    )
  })
})
