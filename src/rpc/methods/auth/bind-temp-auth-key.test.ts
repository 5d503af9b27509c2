import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authKeyId } from '../../../mtproto/auth-keys.ts'
import { igeEncrypt } from '../../../mtproto/crypto/aes-ige.ts'
import { deriveAesKeyIvV1, deriveMessageKeyV1 } from '../../../mtproto/crypto/message-key.ts'
import { encodeObject, NEWEST_LAYER } from '../../../tl/api.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../testing.ts'
import { createBindTempAuthKey } from './bind-temp-auth-key.ts'
import { createDropTempAuthKeys } from './drop-temp-auth-keys.ts'

const permKey = randomBytes(256)
const permKeyId = authKeyId(permKey)
const permAuthKeyId = longOf(permKeyId)
const NONCE = 0x1122334455667788n
const NOW = Math.floor(Date.now() / 1000)
const EXPIRES_AT = NOW + 3600
const MSG_ID = BigInt(NOW) << 32n
let rpc: TestRpc
let temp: TestClient
let bound: [string, string][]
let dropped: string[]

beforeEach(async () => {
  bound = []
  dropped = []
  rpc = await createTestRpc([
    createBindTempAuthKey({
      bind: async (tempId, permId) => {
        bound.push([tempId, permId])
        await rpc.unit((u) => u.db.auth.bindKey(tempId, permId))
      },
    }),
    createDropTempAuthKeys({
      drop: (keyId) => {
        dropped.push(keyId)
        return Promise.resolve()
      },
    }),
  ])
  temp = await rpc.connect({ temporary: true })
  await rpc.unit((u) =>
    u.db.auth.insertKey({
      id: permKeyId,
      key: permKey,
      kind: 'perm',
      expiresAt: null,
      boundTo: null,
      dc: null,
      createdAt: NOW,
    }),
  )
})
afterEach(() => rpc.close())

interface Binding {
  nonce: bigint
  tempId: bigint
  permId: bigint
  sessionId: bigint
  expiresAt: number
  msgId: bigint
}

/** Calls with a binding message of the right form, in which some values are replaced. */
function bind(
  wrong: Partial<Binding> = {},
  request: { expiresAt?: number; permAuthKeyId?: bigint } = {},
  client = temp,
): Promise<unknown> {
  const binding: Binding = {
    nonce: NONCE,
    tempId: longOf(client.keyId),
    permId: permAuthKeyId,
    sessionId: client.session.id,
    expiresAt: EXPIRES_AT,
    msgId: MSG_ID,
    ...wrong,
  }
  const call = {
    _: 'auth.bindTempAuthKey',
    permAuthKeyId,
    nonce: NONCE,
    expiresAt: EXPIRES_AT,
    encryptedMessage: sealed(binding),
    ...request,
  }
  return client.send('auth.bindTempAuthKey', encodeObject(call, NEWEST_LAYER), MSG_ID)
}

describe('auth.bindTempAuthKey', () => {
  it('binds the key that the call came through, before any initConnection', async () => {
    expect(await bind()).toBe(true)
    expect(bound).toEqual([[temp.keyId, permKeyId]])
  })

  it('may be repeated for the same permanent key and for no other', async () => {
    await bind()
    expect(await bind()).toBe(true)
    await rpc.unit((u) => u.db.auth.bindKey(temp.keyId, '00000000000000ff'))
    await expect(bind()).rejects.toThrow('TEMP_AUTH_KEY_ALREADY_BOUND')
  })

  it.each<[string, Partial<Binding>]>([
    ['nonce', { nonce: 1n }],
    ['temporary key', { tempId: 1n }],
    ['permanent key', { permId: 1n }],
    ['session', { sessionId: 99n }],
    ['expiry', { expiresAt: EXPIRES_AT + 1 }],
    ['msg_id', { msgId: MSG_ID + 4n }],
  ])('refuses a message with another %s than the call has', async (_what, wrong) => {
    await expect(bind(wrong)).rejects.toThrow('ENCRYPTED_MESSAGE_INVALID')
    expect(bound).toEqual([])
  })

  it('refuses a permanent key that is unknown, or temporary itself', async () => {
    await expect(bind({}, { permAuthKeyId: 5n })).rejects.toThrow('ENCRYPTED_MESSAGE_INVALID')
    await expect(bind({}, { permAuthKeyId: longOf(temp.keyId) })).rejects.toThrow(
      'ENCRYPTED_MESSAGE_INVALID',
    )
  })

  it('refuses an expiry that is past', async () => {
    await expect(bind({ expiresAt: NOW }, { expiresAt: NOW })).rejects.toThrow('EXPIRES_AT_INVALID')
  })

  it('is not for permanent keys', async () => {
    const client = await rpc.connect()
    await expect(bind({}, {}, client)).rejects.toThrow('TEMP_AUTH_KEY_EMPTY')
  })
})

describe('an unbound temporary key', () => {
  it('may read the configuration and bind, nothing else', async () => {
    await expect(temp.call('help.getConfig')).resolves.toMatchObject({ _: 'config' })
    await expect(temp.call('langpack.getLanguages', { langPack: '' })).rejects.toMatchObject({
      message: 'AUTH_KEY_PERM_EMPTY',
      code: 401,
    })
  })
})

describe('auth.dropTempAuthKeys', () => {
  it("drops the bound keys but for those named and the caller's", async () => {
    const main = await rpc.connect()
    const keys = [await rpc.connect({ temporary: true }), await rpc.connect({ temporary: true })]
    for (const { keyId } of keys) await rpc.unit((u) => u.db.auth.bindKey(keyId, main.keyId))
    const [kept, gone] = keys.map(({ keyId }) => keyId) as [string, string]
    await main.call('auth.dropTempAuthKeys', { exceptAuthKeys: [longOf(kept)] })
    expect(dropped).toEqual([gone])
  })
})

function longOf(keyId: string): bigint {
  return Buffer.from(keyId, 'hex').readBigInt64LE(0)
}

/** bind_auth_key_inner, encrypted with the permanent key by the rules of MTProto 1.0. */
function sealed({ nonce, tempId, permId, sessionId, expiresAt, msgId }: Binding): Buffer {
  const plain = Buffer.alloc(72)
  randomBytes(16).copy(plain)
  plain.writeBigInt64LE(msgId, 16)
  plain.writeInt32LE(40, 28)
  plain.writeUInt32LE(0x75a3f765, 32)
  for (const [i, value] of [nonce, tempId, permId, sessionId].entries())
    plain.writeBigInt64LE(value, 36 + 8 * i)
  plain.writeInt32LE(expiresAt, 68)
  const msgKey = deriveMessageKeyV1(plain)
  const { key, iv } = deriveAesKeyIvV1(permKey, msgKey, 'client')
  const padded = Buffer.concat([plain, randomBytes(8)])
  return Buffer.concat([Buffer.from(permKeyId, 'hex'), msgKey, igeEncrypt(padded, key, iv)])
}
