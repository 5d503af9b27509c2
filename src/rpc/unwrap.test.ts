import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestAccount } from '../domain/testing.ts'
import { decodeRequest, encodeObject, NEWEST_LAYER } from '../tl/api.ts'
import type { TlObject } from '../tl/object.ts'
import { createTestRpc, type TestRpc } from './testing.ts'
import { unwrap, type Unwrapped } from './unwrap.ts'

const QUERY: TlObject = { _: 'help.getNearestDc' }
const DEVICE = {
  apiId: 4,
  deviceModel: 'Model',
  systemVersion: 'System',
  appVersion: 'App',
  systemLangCode: 'de-DE',
  langPack: 'tdesktop',
  langCode: 'de',
}

const withLayer = (query: TlObject, layer = 198): TlObject =>
  ({ _: 'invokeWithLayer', layer, query }) as TlObject
const init = (query: TlObject, device: object = DEVICE): TlObject =>
  ({ _: 'initConnection', ...device, query }) as TlObject
const wrapper = (name: string, fields: object, query: TlObject = QUERY): TlObject =>
  ({ _: name, ...fields, query }) as TlObject

/** What becomes of a call that comes in as bytes. */
function unwrapped(call: TlObject): Unwrapped {
  return unwrap(decodeRequest(encodeObject(call, NEWEST_LAYER)))
}

describe('a call in wrappers', () => {
  it('needs none', () => {
    expect(unwrapped(QUERY)).toEqual({
      query: QUERY,
      layer: undefined,
      device: undefined,
      after: [],
      withoutUpdates: false,
    })
  })

  it.each<[string, TlObject]>([
    ['initConnection in invokeWithLayer', withLayer(init(QUERY))],
    ['invokeWithLayer in initConnection, as MTKruto has it', init(withLayer(QUERY))],
  ])('tells its layer and its device: %s', (_name, call) => {
    expect(unwrapped(call)).toMatchObject({ query: QUERY, layer: 198, device: DEVICE })
  })

  it('tells the proxy and parameters of a client to nobody', () => {
    const proxy = { _: 'inputClientProxy', address: 'proxy.example', port: 443 }
    const params = { _: 'jsonObject', value: [] }
    const { device, query } = unwrapped(init(QUERY, { ...DEVICE, proxy, params }))
    expect(device).toStrictEqual(DEVICE)
    expect(query).toEqual(QUERY)
  })

  it('is cut where a stranger says endless things of himself', () => {
    const { device } = unwrapped(init(QUERY, { ...DEVICE, deviceModel: 'x'.repeat(10_000) }))
    expect(device?.deviceModel).toHaveLength(128)
  })

  it('counts with the innermost layer', () => {
    expect(unwrapped(withLayer(withLayer(QUERY, 200), 199)).layer).toBe(200)
  })

  it.each([0, -1])('is refused with layer %d', (layer) => {
    expect(() => unwrapped(withLayer(QUERY, layer))).toThrow('CONNECTION_LAYER_INVALID')
  })

  it('names the calls that it waits for', () => {
    const one = wrapper('invokeAfterMsg', { msgId: 5n })
    expect(unwrapped(one).after).toEqual([5n])
    const many = wrapper('invokeAfterMsgs', { msgIds: [7n, 8n, 9n] }, one)
    expect(unwrapped(many)).toMatchObject({ query: QUERY, after: [7n, 8n, 9n, 5n] })
  })

  it('waits for 1024 calls and no more', () => {
    const after = (length: number): TlObject =>
      wrapper('invokeAfterMsgs', { msgIds: Array.from({ length }, (_, i) => BigInt(i)) })
    expect(unwrapped(after(1024)).after).toHaveLength(1024)
    expect(() => unwrapped(after(1025))).toThrow('LIMIT_INVALID')
  })

  it('may want no updates', () => {
    expect(unwrapped(wrapper('invokeWithoutUpdates', {}))).toMatchObject({
      query: QUERY,
      withoutUpdates: true,
    })
  })

  it.each<[string, object]>([
    ['invokeWithTakeout', { takeoutId: 1n }],
    ['invokeWithMessagesRange', { range: { _: 'messageRange', minId: 1, maxId: 2 } }],
    ['invokeWithApnsSecret', { nonce: 'n', secret: 's' }],
    ['invokeWithGooglePlayIntegrity', { nonce: 'n', token: 't' }],
    ['invokeWithReCaptcha', { token: 't' }],
  ])('is answered as without %s', (name, fields) => {
    expect(unwrapped(wrapper(name, fields))).toEqual(unwrapped(QUERY))
    expect(unwrapped(withLayer(init(wrapper(name, fields)))).query).toEqual(QUERY)
  })

  it('is refused on behalf of a business connection: there is none', () => {
    const call = wrapper('invokeWithBusinessConnection', { connectionId: 'abc' })
    expect(() => unwrapped(call)).toThrow('BUSINESS_CONNECTION_INVALID')
  })

  it('may have eleven wrappers and not twelve', () => {
    const nested = (depth: number): TlObject =>
      depth === 0 ? QUERY : wrapper('invokeWithoutUpdates', {}, nested(depth - 1))
    expect(unwrapped(nested(11)).query).toEqual(QUERY)
    expect(() => unwrapped(nested(12))).toThrow('INPUT_FETCH_ERROR')
  })

  it('may be gzip_packed, inside a wrapper and outside', () => {
    const inner = encodeObject(init(QUERY), NEWEST_LAYER)
    const head = Buffer.alloc(8)
    head.writeUInt32LE(0xda9b0d0d, 0)
    head.writeInt32LE(198, 4)
    const inside = Buffer.concat([head, packed(inner)])
    expect(unwrap(decodeRequest(inside))).toMatchObject({ layer: 198, device: DEVICE })
    const outside = packed(encodeObject(withLayer(init(QUERY)), NEWEST_LAYER))
    expect(unwrap(decodeRequest(outside))).toMatchObject({ query: QUERY, layer: 198 })
  })
})

describe('the layer of a client', () => {
  const SELF = { _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] } as TlObject
  let rpc: TestRpc
  let ann: TestAccount

  beforeEach(async () => {
    rpc = await createTestRpc()
    ann = await rpc.createUser()
  })
  afterEach(() => rpc.close())

  it('is remembered by its key, for calls without a wrapper and other sessions', async () => {
    const client = await rpc.connect({ account: ann, layer: 158, silent: true })
    await client.send('users.getUsers', encodeObject(withLayer(init(SELF), 158), 158))
    const other = await rpc.connect({ sameKeyAs: client, layer: 158, silent: true })
    for (const one of [client, other]) {
      const answer = await one.send('users.getUsers', encodeObject(SELF, 158))
      expect(answer).toMatchObject([{ id: ann.id }])
    }
  })

  it('is the newest one before it is said, and what was said last after that', async () => {
    const client = await rpc.connect({ silent: true })
    const nearest = (layer?: number) => {
      const call = layer === undefined ? QUERY : withLayer(QUERY, layer)
      return client.send('help.getNearestDc', encodeObject(call, NEWEST_LAYER))
    }
    const stored = async () => (await rpc.unit((u) => u.db.auth.authorization(client.keyId)))?.layer
    await nearest()
    expect(await stored()).toBeUndefined()
    await nearest(190)
    expect(await stored()).toBe(190)
    await nearest()
    expect(await stored()).toBe(190)
    await nearest(198)
    expect(await stored()).toBe(198)
  })
})

/** gzip_packed with TL bytes in it. */
function packed(content: Buffer): Buffer {
  const data = gzipSync(content)
  const short = data.length < 254
  const size = Buffer.alloc(4)
  size.writeUInt32LE(short ? data.length : (data.length << 8) | 254)
  const string = Buffer.concat([short ? size.subarray(0, 1) : size, data])
  const id = Buffer.from('a1cf7230', 'hex')
  return Buffer.concat([id, string, Buffer.alloc((4 - (string.length % 4)) % 4)])
}
