import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { authKeyId } from '../auth-keys.ts'
import { ige, int32, int64 } from '../handshake/conformance/test-client.ts'
import { openBindTempAuthKey } from './bind-temp-key.ts'
import { sha1 } from './hash.ts'
import { deriveAesKeyIvV1 } from './message-key.ts'

const permKey = randomBytes(256)
const permKeyId = authKeyId(permKey)
const NONCE = 0x0102030405060708n
const TEMP_ID = 0x1122334455667788n
const PERM_ID = Buffer.from(permKeyId, 'hex').readBigInt64LE(0)
const SESSION = -5n
const MSG_ID = 0x6a46706100000004n
const EXPIRES_AT = 1_750_000_000

/** The 72 bytes that a client encrypts, in the parts that a test may replace. */
function plainParts() {
  return {
    random: randomBytes(16),
    msgId: int64(MSG_ID),
    seqNo: int32(0),
    length: int32(40),
    id: int32(0x75a3f765),
    nonce: int64(NONCE),
    tempId: int64(TEMP_ID),
    permId: int64(PERM_ID),
    session: int64(SESSION),
    expiresAt: int32(EXPIRES_AT),
  }
}

/** encrypted_message by the rules of MTProto 1.0, with some parts replaced. */
function encrypt(parts: Partial<ReturnType<typeof plainParts>> = {}, padding = 8): Buffer {
  const plain = Buffer.concat(Object.values({ ...plainParts(), ...parts }))
  const msgKey = sha1(plain).subarray(4)
  const { key, iv } = deriveAesKeyIvV1(permKey, msgKey, 'client')
  const padded = Buffer.concat([plain, randomBytes(padding)])
  return Buffer.concat([Buffer.from(permKeyId, 'hex'), msgKey, ige('encrypt', padded, key, iv)])
}

describe('openBindTempAuthKey', () => {
  it('reads what the client binds', () => {
    expect(openBindTempAuthKey(permKey, permKeyId, encrypt())).toEqual({
      nonce: NONCE,
      tempAuthKeyId: '8877665544332211',
      permAuthKeyId: permKeyId,
      tempSessionId: SESSION,
      expiresAt: EXPIRES_AT,
      msgId: MSG_ID,
    })
  })

  it.each<[string, Parameters<typeof encrypt>]>([
    ['another sequence number', [{ seqNo: int32(1) }]],
    ['another length', [{ length: int32(36) }]],
    ['another constructor', [{ id: int32(0x75a3f764) }]],
    ['another permanent key inside', [{ permId: int64(PERM_ID ^ 1n) }]],
    ['another block of padding', [{}, 24]],
    [
      'no padding and a shorter object',
      [{ session: int64(SESSION), expiresAt: Buffer.alloc(0) }, 12],
    ],
  ])('refuses %s', (_what, args) => {
    expect(openBindTempAuthKey(permKey, permKeyId, encrypt(...args))).toBeUndefined()
  })

  it('refuses a message encrypted with another key', () => {
    const otherKey = randomBytes(256)
    expect(openBindTempAuthKey(otherKey, authKeyId(otherKey), encrypt())).toBeUndefined()
    expect(openBindTempAuthKey(otherKey, permKeyId, encrypt())).toBeUndefined()
  })

  it('notices a change of any byte but those of the padding', () => {
    const message = encrypt()
    // The last AES block holds the last 8 bytes of the object as well, so that it counts too.
    const change = fc.record({
      at: fc.nat(message.length - 1),
      mask: fc.integer({ min: 1, max: 255 }),
    })
    fc.assert(
      fc.property(change, ({ at, mask }) => {
        const changed = Buffer.from(message)
        changed.writeUInt8(changed.readUInt8(at) ^ mask, at)
        expect(openBindTempAuthKey(permKey, permKeyId, changed)).toBeUndefined()
      }),
    )
  })

  it('answers undefined to any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        expect(openBindTempAuthKey(permKey, permKeyId, Buffer.from(bytes))).toBeUndefined()
      }),
    )
  })
})
