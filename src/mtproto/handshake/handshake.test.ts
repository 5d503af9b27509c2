import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DH_PRIME } from '../../core/dh-prime.ts'
import { ProtocolError } from '../../core/protocol-error.ts'
import { systemRandom } from '../../core/random.ts'
import { authKeyId } from '../auth-keys.ts'
import type { AuthKeyRecord, AuthKeyStore } from '../auth-keys.ts'
import { createMemoryAuthKeyStore } from '../conformance/memory-auth-keys.ts'
import { generateServerKey } from '../crypto/rsa.ts'
import { fromBig, int32, int64, TestClient } from './conformance/test-client.ts'
import type { ClientOptions } from './conformance/test-client.ts'
import { createHandshake } from './handshake.ts'
import type { CreatedAuthKey, Handshake, HandshakeLimits } from './handshake.ts'

const key = generateServerKey()
const NOW = 1_750_000_000
const PEER = '127.0.0.1'

interface Setup {
  readonly handshake: Handshake
  readonly keys: AuthKeyStore
  readonly created: CreatedAuthKey[]
  /** Wall time in ms; tests move it. */
  readonly time: { ms: number }
}

function setUp(keys = createMemoryAuthKeyStore(), limits: Partial<HandshakeLimits> = {}): Setup {
  const created: CreatedAuthKey[] = []
  const time = { ms: NOW * 1000 + 999 }
  const handshake = createHandshake({
    key,
    keys,
    random: systemRandom,
    clock: { now: () => 0, wallMs: () => time.ms },
    limits,
    onAuthKey: (event) => created.push(event),
  })
  return { handshake, keys, created, time }
}

async function ask(handshake: Handshake, body: Buffer, peer = PEER): Promise<Buffer> {
  const answer = await handshake.handle(body, peer)
  if (!answer) throw new Error('an answer was expected')
  return answer
}

/** A client that has done the steps up to and without the named one. */
async function clientBefore(
  handshake: Handshake,
  step: 'reqDhParams' | 'setClientDhParams',
  options: ClientOptions = {},
): Promise<TestClient> {
  const client = new TestClient(key, options)
  client.readResPq(await ask(handshake, client.reqPq()))
  if (step === 'reqDhParams') return client
  client.readServerDhParams(await ask(handshake, client.reqDhParams()))
  return client
}

async function refused(handshake: Handshake, body: Buffer): Promise<void> {
  const error: unknown = await handshake.handle(body, PEER).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ProtocolError)
  expect(error).toMatchObject({ transportCode: -404, connectionLives: false })
}

/** A store that says of the first `count` keys that they exist already. */
function storeWithCollisions(count: number): AuthKeyStore {
  const inner = createMemoryAuthKeyStore()
  let left = count
  return {
    ...inner,
    load(id) {
      if (left-- <= 0) return inner.load(id)
      return Promise.resolve({ id, key: Buffer.alloc(256), kind: 'perm', createdAt: 0 })
    },
  }
}

describe('the key exchange', () => {
  const kinds: readonly ClientOptions[] = [
    {},
    { dc: 2 },
    { expiresIn: 86_400 },
    { dc: 10_002, expiresIn: 1 },
    { dc: -4 },
  ]
  const cases = (['rsa-pad', 'old'] as const).flatMap((form) =>
    kinds.map((kind) => ({ ...kind, form })),
  )

  it.each(cases)('gives both sides one key: $form dc=$dc expiresIn=$expiresIn', async (options) => {
    const { handshake, keys, created } = setUp()
    const client = await clientBefore(handshake, 'setClientDhParams', options)
    expect(client.fingerprint).toBe(key.fingerprint)
    expect([client.g, client.prime]).toEqual([3, BigInt(`0x${DH_PRIME.toString('hex')}`)])
    expect(client.serverTime).toBe(NOW)

    const answer = await ask(handshake, client.setClientDhParams())
    expect(client.readDhGen(answer)).toBe('ok')

    const id = authKeyId(client.authKey)
    const expected: AuthKeyRecord = {
      id,
      key: client.authKey,
      createdAt: NOW,
      ...(options.expiresIn === undefined
        ? { kind: 'perm' }
        : { kind: 'temp', expiresAt: NOW + options.expiresIn }),
    }
    expect(await keys.load(id)).toEqual(expected)
    expect(created).toEqual([{ record: expected, serverSalt: client.serverSalt(), dc: options.dc }])
  })

  it('understands the older req_pq', async () => {
    const { handshake } = setUp()
    const client = new TestClient(key)
    const body = Buffer.concat([int32(0x60469778), client.nonce])
    client.readResPq(await ask(handshake, body))
    client.readServerDhParams(await ask(handshake, client.reqDhParams()))
    expect(client.readDhGen(await ask(handshake, client.setClientDhParams()))).toBe('ok')
  })

  it('ignores what TDLib pads its queries with', async () => {
    const { handshake } = setUp()
    const client = new TestClient(key)
    const padded = (body: Buffer): Buffer => Buffer.concat([body, randomBytes(252)])
    client.readResPq(await ask(handshake, padded(client.reqPq())))
    client.readServerDhParams(await ask(handshake, padded(client.reqDhParams())))
    expect(client.readDhGen(await ask(handshake, padded(client.setClientDhParams())))).toBe('ok')
  })

  it('goes on with the last of three exchanges begun at once, from another address', async () => {
    const { handshake } = setUp()
    await clientBefore(handshake, 'reqDhParams')
    await clientBefore(handshake, 'reqDhParams')
    const client = await clientBefore(handshake, 'reqDhParams')
    client.readServerDhParams(await ask(handshake, client.reqDhParams(), '10.0.0.7'))
    const answer = await ask(handshake, client.setClientDhParams(), '10.0.0.8')
    expect(client.readDhGen(answer)).toBe('ok')
  })

  it('accepts a g_b without its leading zeros', async () => {
    const { handshake } = setUp()
    const client = await clientBefore(handshake, 'setClientDhParams')
    const gB = fromBig(1n << 2000n, 251)
    const answer = await ask(handshake, client.setClientDhParams({ gB }))
    expect(answer.readUInt32LE(0)).toBe(0x3bcbf734)
  })

  it('says nothing to an acknowledgement', async () => {
    const body = Buffer.concat([int32(0x62d6b459), int32(0x1cb5c415), int32(1), int64(5n)])
    expect(await setUp().handshake.handle(body, PEER)).toBeUndefined()
  })
})

describe('a key', () => {
  it('is stored before the client hears of it', async () => {
    const inner = createMemoryAuthKeyStore()
    const { promise: written, resolve: write } = Promise.withResolvers<undefined>()
    const { promise: saving, resolve: beginSave } = Promise.withResolvers<AuthKeyRecord>()
    const keys: AuthKeyStore = {
      ...inner,
      async save(record) {
        beginSave(record)
        await written
        await inner.save(record)
      },
    }
    const { handshake, created } = setUp(keys)
    const client = await clientBefore(handshake, 'setClientDhParams')
    let answered = false
    const answer = ask(handshake, client.setClientDhParams()).then((bytes) => {
      answered = true
      return bytes
    })
    await saving
    await new Promise((resolve) => setImmediate(resolve))
    expect([answered, created.length]).toEqual([false, 0])
    write(undefined)
    expect(client.readDhGen(await answer)).toBe('ok')
    expect(created).toHaveLength(1)
  })

  it('can be asked for again after the store failed', async () => {
    const inner = createMemoryAuthKeyStore()
    let failures = 1
    const keys: AuthKeyStore = {
      ...inner,
      save: (record) =>
        failures-- > 0 ? Promise.reject(new Error('disk full')) : inner.save(record),
    }
    const { handshake } = setUp(keys)
    const client = await clientBefore(handshake, 'setClientDhParams')
    const body = client.setClientDhParams()
    await expect(handshake.handle(body, PEER)).rejects.toThrow('disk full')
    expect(client.readDhGen(await ask(handshake, body))).toBe('ok')
  })
})

describe('a repeated query', () => {
  it('gets the same answer at every step, whatever padding follows it', async () => {
    const { handshake, created } = setUp()
    const client = new TestClient(key)
    const twice = async (body: Buffer): Promise<Buffer> => {
      const first = await ask(handshake, body)
      expect(await ask(handshake, Buffer.concat([body, randomBytes(16)]))).toEqual(first)
      return first
    }
    client.readResPq(await twice(client.reqPq()))
    client.readServerDhParams(await twice(client.reqDhParams()))
    expect(client.readDhGen(await twice(client.setClientDhParams()))).toBe('ok')
    expect(created).toHaveLength(1)
  })

  it('gets the same answer while the first is still being made', async () => {
    const { handshake, created } = setUp()
    const client = await clientBefore(handshake, 'setClientDhParams')
    const body = client.setClientDhParams()
    const [first, second] = await Promise.all([ask(handshake, body), ask(handshake, body)])
    expect(second).toEqual(first)
    expect(created).toHaveLength(1)
  })

  it('begins a new exchange when the old one has gone on, or for another peer', async () => {
    const { handshake } = setUp()
    const client = await clientBefore(handshake, 'reqDhParams')
    const other = await ask(handshake, client.reqPq(), '10.0.0.7')
    expect(other.subarray(20, 36)).not.toEqual(client.serverNonce)
    await ask(handshake, client.reqDhParams())
    const again = await ask(handshake, client.reqPq())
    expect(again.subarray(20, 36)).not.toEqual(client.serverNonce)
  })

  it('is refused when it is not quite the same', async () => {
    const { handshake, created } = setUp()
    const client = await clientBefore(handshake, 'setClientDhParams')
    await refused(handshake, client.reqDhParams())
    const answer = await ask(handshake, client.setClientDhParams())
    expect(client.readDhGen(answer)).toBe('ok')
    await refused(handshake, client.setClientDhParams())
    expect(created).toHaveLength(1)
  })
})

describe('a number of a data centre', () => {
  it.each([1, 5, 203, 10_003, -2, undefined])('may be %o', async (dc) => {
    const { handshake, created } = setUp()
    const options = dc === undefined ? {} : { dc }
    const client = await clientBefore(handshake, 'setClientDhParams', options)
    expect(client.readDhGen(await ask(handshake, client.setClientDhParams()))).toBe('ok')
    expect(created).toMatchObject([{ dc }])
  })

  // WTelegramClient, Encryption.cs: the first exchange comes before it knows the number.
  it('that is 0 says nothing', async () => {
    const { handshake, created } = setUp()
    const client = await clientBefore(handshake, 'setClientDhParams', { dc: 0 })
    expect(client.readDhGen(await ask(handshake, client.setClientDhParams()))).toBe('ok')
    expect(created).toMatchObject([{ dc: undefined }])
  })

  it.each([77_777, -1000])('that is %d is answered -444 and ends the exchange', async (dc) => {
    const { handshake } = setUp()
    const client = await clientBefore(handshake, 'reqDhParams', { dc })
    await expect(handshake.handle(client.reqDhParams(), PEER)).rejects.toMatchObject({
      name: 'ProtocolError',
      transportCode: -444,
    })
    await refused(handshake, client.reqDhParams())
  })
})

describe('a refused query', () => {
  const otherNonce = Buffer.alloc(16, 1)
  const change = (bytes: Buffer, at: number): Buffer => {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    return changed
  }

  it.each<[string, Buffer]>([
    ['is empty', Buffer.alloc(0)],
    ['is of another kind', Buffer.concat([int32(0x7abe77ec), int64(1n)])],
    ['is cut off', new TestClient(key).reqPq().subarray(0, 19)],
    ['has unknown nonces', new TestClient(key).reqDhParams({}, { encryptedData: otherNonce })],
    ['has unknown nonces late', Buffer.concat([int32(0xf5045f1f), Buffer.alloc(36)])],
  ])('%s', (_what, body) => refused(setUp().handshake, body))

  it.each<[string, (client: TestClient) => Buffer]>([
    ['names p and q the wrong way round', (c) => c.reqDhParams({}, { p: c.q, q: c.p })],
    ['names 1 and pq as factors', (c) => c.reqDhParams({}, { p: Buffer.from([1]), q: c.pq })],
    ['names another RSA key', (c) => c.reqDhParams({}, { fingerprint: c.fingerprint ^ 1n })],
    ['has no encrypted data', (c) => c.reqDhParams({}, { encryptedData: Buffer.alloc(0) })],
    ['encrypts nothing sensible', (c) => c.reqDhParams({}, { encryptedData: randomBytes(255) })],
    ['exceeds the modulus', (c) => c.reqDhParams({}, { encryptedData: Buffer.alloc(256, 255) })],
    ['has another pq inside', (c) => c.reqDhParams({ pq: change(c.pq, 7) })],
    ['has another p inside', (c) => c.reqDhParams({ p: change(c.p, 3) })],
    ['has another q inside', (c) => c.reqDhParams({ q: change(c.q, 3) })],
    ['has another nonce inside', (c) => c.reqDhParams({ nonce: otherNonce })],
    ['has another server nonce inside', (c) => c.reqDhParams({ serverNonce: otherNonce })],
    ['wants a temporary key for no time', (c) => c.reqDhParams({ expiresIn: 0 })],
    ['wants a temporary key for the past', (c) => c.reqDhParams({ expiresIn: -5 })],
    ['wants a temporary key for ever', (c) => c.reqDhParams({ expiresIn: 2 ** 31 - 1 })],
    [
      'comes too early',
      (c) => Buffer.concat([int32(0xf5045f1f), c.nonce, c.serverNonce, int32(0)]),
    ],
  ])('of req_DH_params: %s', async (what, makeBody) => {
    const { handshake } = setUp()
    const client = await clientBefore(handshake, 'reqDhParams')
    await refused(handshake, makeBody(client))
    // A query out of turn changes nothing; a wrong one ends the exchange.
    if (what === 'comes too early') await ask(handshake, client.reqDhParams())
    else await refused(handshake, client.reqDhParams())
  })

  it.each<[string, (client: TestClient) => Buffer]>([
    ['has another nonce inside', (c) => c.setClientDhParams({ nonce: otherNonce })],
    ['has another server nonce inside', (c) => c.setClientDhParams({ serverNonce: otherNonce })],
    ['has a retry_id on its first attempt', (c) => c.setClientDhParams({ retryId: 1n })],
    ['has g_b = 0', (c) => c.setClientDhParams({ gB: Buffer.alloc(256) })],
    ['has an empty g_b', (c) => c.setClientDhParams({ gB: Buffer.alloc(0) })],
    ['has g_b = 1', (c) => c.setClientDhParams({ gB: fromBig(1n, 256) })],
    ['has g_b = p - 1', (c) => c.setClientDhParams({ gB: fromBig(c.prime - 1n, 256) })],
    ['has a small g_b', (c) => c.setClientDhParams({ gB: fromBig((1n << 1984n) - 1n, 256) })],
    ['has g_b near p', (c) => c.setClientDhParams({ gB: fromBig(c.prime - (1n << 1983n), 256) })],
    ['has g_b above p', (c) => c.setClientDhParams({ gB: Buffer.alloc(256, 255) })],
    ['has g_b too long', (c) => c.setClientDhParams({ gB: Buffer.alloc(257, 1) })],
    ['is a byte short', (c) => c.setClientDhParams({}, (sealed) => sealed.subarray(0, -1))],
    ['is a block short', (c) => c.setClientDhParams({}, (sealed) => sealed.subarray(0, -16))],
    [
      'is a block long',
      (c) => c.setClientDhParams({}, (s) => Buffer.concat([s, Buffer.alloc(16)])),
    ],
    ['has no data', (c) => c.setClientDhParams({}, () => Buffer.alloc(0))],
    ['is changed on its way', (c) => c.setClientDhParams({}, (sealed) => change(sealed, 0))],
  ])('of set_client_DH_params: %s', async (_what, makeBody) => {
    const { handshake, created } = setUp()
    const client = await clientBefore(handshake, 'setClientDhParams')
    await refused(handshake, makeBody(client))
    await refused(handshake, client.setClientDhParams())
    expect(created).toEqual([])
  })
})

describe('a key id that is taken', () => {
  it('makes the client try again with the aux hash of the failed key', async () => {
    const { handshake, created } = setUp(storeWithCollisions(2))
    const client = await clientBefore(handshake, 'setClientDhParams')
    const first = client.setClientDhParams()
    const answer = await ask(handshake, first)
    expect(client.readDhGen(answer)).toBe('retry')
    expect(await ask(handshake, first)).toEqual(answer)

    const retryId = client.auxHash().readBigInt64LE(0)
    expect(client.readDhGen(await ask(handshake, client.setClientDhParams({ retryId })))).toBe(
      'retry',
    )
    const second = client.auxHash().readBigInt64LE(0)
    const last = await ask(handshake, client.setClientDhParams({ retryId: second }))
    expect(client.readDhGen(last)).toBe('ok')
    expect(created).toHaveLength(1)
  })

  it.each([
    ['zero', (): bigint => 0n],
    ['another number', (client: TestClient): bigint => ~client.auxHash().readBigInt64LE(0)],
  ])('refuses a second attempt whose retry_id is %s', async (_what, retryId) => {
    const { handshake } = setUp(storeWithCollisions(1))
    const client = await clientBefore(handshake, 'setClientDhParams')
    expect(client.readDhGen(await ask(handshake, client.setClientDhParams()))).toBe('retry')
    await refused(handshake, client.setClientDhParams({ retryId: retryId(client) }))
  })

  it('fails the exchange after too many attempts', async () => {
    const { handshake, created } = setUp(storeWithCollisions(9), { dhRetries: 2 })
    const client = await clientBefore(handshake, 'setClientDhParams')
    const results: string[] = []
    for (let retryId = 0n; results.length < 3; retryId = client.auxHash().readBigInt64LE(0)) {
      results.push(client.readDhGen(await ask(handshake, client.setClientDhParams({ retryId }))))
    }
    expect(results).toEqual(['retry', 'retry', 'fail'])
    await refused(
      handshake,
      client.setClientDhParams({ retryId: client.auxHash().readBigInt64LE(0) }),
    )
    expect(created).toEqual([])
  })
})

describe('the limits', () => {
  it('forget an exchange ten minutes after its first query', async () => {
    const { handshake, time } = setUp()
    const late = await clientBefore(handshake, 'setClientDhParams')
    const lateBody = late.setClientDhParams()
    time.ms += 599_999
    const inTime = await clientBefore(handshake, 'reqDhParams')
    time.ms += 1
    await refused(handshake, lateBody)
    await ask(handshake, inTime.reqDhParams())
  })

  it("push out a peer's oldest exchange and nobody else's", async () => {
    const { handshake } = setUp(undefined, { statesPerPeer: 2 })
    const neighbour = new TestClient(key)
    neighbour.readResPq(await ask(handshake, neighbour.reqPq(), '10.0.0.7'))
    const [oldest, second] = [
      await clientBefore(handshake, 'reqDhParams'),
      await clientBefore(handshake, 'reqDhParams'),
    ]
    await clientBefore(handshake, 'reqDhParams')
    await refused(handshake, oldest.reqDhParams())
    await ask(handshake, second.reqDhParams())
    await ask(handshake, neighbour.reqDhParams())
  })
})

describe('any bytes', () => {
  /** Either an answer or a refusal; anything else fails the test. */
  async function survives(handshake: Handshake, body: Buffer): Promise<void> {
    try {
      await handshake.handle(body, PEER)
    } catch (error) {
      expect(error).toBeInstanceOf(ProtocolError)
    }
  }

  it('are answered or refused', async () => {
    const { handshake } = setUp()
    const ids = [0xbe7e8ef1, 0xd712e4be, 0xf5045f1f, 0x62d6b459].map(int32)
    const body = fc
      .tuple(fc.constantFrom(Buffer.alloc(0), ...ids), fc.uint8Array({ maxLength: 400 }))
      .map((parts) => Buffer.concat(parts))
    await fc.assert(fc.asyncProperty(body, (bytes) => survives(handshake, bytes)))
  })

  it('in place of single bytes of right queries are answered or refused', async () => {
    const { handshake, created } = setUp()
    const place = fc.record({ at: fc.nat(1000), mask: fc.integer({ min: 1, max: 255 }) })
    const mutate = (body: Buffer, { at, mask }: { at: number; mask: number }): Buffer => {
      const changed = Buffer.from(body)
      changed.writeUInt8(changed.readUInt8(at % body.length) ^ mask, at % body.length)
      return changed
    }
    const property = fc.asyncProperty(fc.boolean(), place, async (early, change) => {
      const client = await clientBefore(handshake, early ? 'reqDhParams' : 'setClientDhParams')
      const body = early ? client.reqDhParams() : client.setClientDhParams()
      await survives(handshake, mutate(body, change))
    })
    await fc.assert(property, { numRuns: 60 })
    expect(created).toEqual([])
  })

  it('in p_q_inner_data and client_DH_inner_data are answered or refused', async () => {
    const { handshake } = setUp()
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 260 }), async (bytes) => {
      const client = await clientBefore(handshake, 'setClientDhParams')
      await survives(handshake, client.setClientDhParams({ gB: Buffer.from(bytes) }))
      const fresh = await clientBefore(handshake, 'reqDhParams')
      await survives(handshake, fresh.reqDhParams({ pq: Buffer.from(bytes.subarray(0, 60)) }))
    })
    await fc.assert(property, { numRuns: 30 })
  })
})
