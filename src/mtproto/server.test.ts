import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authKeyId } from './auth-keys.ts'
import { TestClient } from './handshake/conformance/test-client.ts'
import { serializePlainMessage } from './handshake/plain-message.ts'
import { callBody, Client } from './session/conformance/client.ts'
import { World } from './session/conformance/world.ts'
import type { MemoryConnection } from './session/conformance/world.ts'
import { SALT_SECONDS } from './session/salts.ts'

let world: World

beforeEach(() => {
  world = new World()
})

afterEach(() => world.server.close())

/** How a client puts a query of the key exchange into a packet. */
type Plain = (body: Buffer) => Buffer

const unpadded: Plain = (body) => serializePlainMessage(BigInt(world.clock.now()) << 32n, body)

/** Sends one query of the key exchange, over a connection of its own where that is HTTP. */
async function ask(
  connection: () => MemoryConnection,
  body: Buffer,
  plain: Plain = unpadded,
): Promise<Buffer> {
  const used = connection()
  const before = used.sent.length
  used.deliver(plain(body))
  for (let turns = 0; used.sent.length === before && turns < 20; turns++) await world.turn()
  const packet = used.sent.at(-1)
  if (used.sent.length === before || !packet) throw new Error('no answer')
  return packet.subarray(20)
}

/** Makes a key with the server and returns a client that uses it. */
async function exchange(
  connection: () => MemoryConnection,
  expiresIn?: number,
  plain?: Plain,
): Promise<{ client: Client; firstSalt: bigint; keyId: string }> {
  const maker = new TestClient(world.serverKey, expiresIn === undefined ? {} : { expiresIn })
  maker.readResPq(await ask(connection, maker.reqPq(), plain))
  maker.readServerDhParams(await ask(connection, maker.reqDhParams(), plain))
  expect(maker.readDhGen(await ask(connection, maker.setClientDhParams(), plain))).toBe('ok')
  const keyId = authKeyId(maker.authKey)
  return { client: new Client(world, maker.authKey, keyId), firstSalt: maker.serverSalt(), keyId }
}

describe('a client without a key', () => {
  it.each(['tcp', 'http'] as const)(
    'makes one over %s and calls with its first salt',
    async (kind) => {
      const shared = world.connect(kind)
      const { client, firstSalt, keyId } = await exchange(() =>
        kind === 'http' ? world.connect('http') : shared,
      )
      client.connect(kind)
      client.salt = firstSalt
      const call = client.call()
      await world.turn()
      expect(client.codesFor(call)).toEqual([])
      expect(client.answersTo(call)).toHaveLength(1)
      expect(world.rpc.calls[0]?.session.permKeyId).toBe(keyId)
    },
  )

  it('goes on over the very connection the key was made on', async () => {
    const connection = world.connect()
    const { client, firstSalt } = await exchange(() => connection)
    connection.onSend = client.connection.onSend
    client.connection = connection
    client.salt = firstSalt
    const call = client.call()
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
  })

  it('may use its first salt for half an hour, and no other key may', async () => {
    const connection = world.connect()
    const { client, firstSalt } = await exchange(() => connection)
    const other = await world.rawClient()
    other.salt = firstSalt
    const foreign = other.call()
    await world.turn()
    world.clock.ms += SALT_SECONDS * 1000 - 1
    client.salt = firstSalt
    const early = client.call()
    await world.turn()
    world.clock.ms += 1
    client.salt = firstSalt
    const late = client.call()
    await world.turn()
    expect(other.codesFor(foreign)).toEqual([48])
    expect(client.codesFor(early)).toEqual([])
    expect(client.codesFor(late)).toEqual([48])
  })

  it('makes a temporary key that ends when it said', async () => {
    const connection = world.connect()
    const { client, firstSalt } = await exchange(() => connection, 60)
    client.salt = firstSalt
    client.call()
    await world.turn()
    expect(world.rpc.calls[0]?.session.permKeyId).toBeUndefined()
    world.clock.ms += 61_000
    client.call()
    await world.turn()
    expect(client.connection.errors).toEqual([-404])
  })

  it('hears -404 for a query that makes no sense, and the exchange of others goes on', async () => {
    const bad = world.connect()
    bad.deliver(serializePlainMessage(4n, Buffer.from('deadbeef', 'hex')))
    const connection = world.connect()
    const { client } = await exchange(() => connection)
    expect(bad.errors).toEqual([-404])
    expect(client.key).toHaveLength(256)
  })

  it('has its acknowledgments in the exchange answered with nothing, on HTTP by an empty answer', async () => {
    const ack = serializePlainMessage(4n, Buffer.from('59b4d66215c4b51c00000000', 'hex'))
    const [tcp, http] = [world.connect('tcp'), world.connect('http')]
    tcp.deliver(ack)
    http.deliver(ack)
    await world.turn()
    expect([tcp.sent, tcp.closed]).toEqual([[], undefined])
    expect([http.sent.length, http.closed !== undefined]).toEqual([0, true])
  })
})

describe('the most padding of', () => {
  const blocks = (body: Buffer): Buffer => randomBytes((-body.length & 15) + 15 * 16)
  const inside: Plain = (body) => unpadded(Buffer.concat([body, blocks(body)]))
  const behind: Plain = (body) => Buffer.concat([unpadded(body), blocks(body)])
  const words: Plain = (body) => unpadded(Buffer.concat([body, randomBytes(63 * 4)]))
  const transport: Plain = (body) => Buffer.concat([unpadded(body), randomBytes(256)])

  // Each with what may come behind an encrypted message's data, bytes.
  it.each<[string, Plain, number]>([
    ['TDLib (NoCryptoStorer.h, Transport.cpp calc_crypto_size2)', inside, 459],
    ['Telegram Desktop (connection_abstract.h, mtproto_serialized_request.cpp)', words, 264],
    ['MadelineProto 8 (WriteLoop.php)', behind, 27],
    ['WTelegramClient (Client.cs) and Telegram for Android (tgnet)', transport, 255],
    ['the documentation', unpadded, 1024],
  ])('%s is taken', async (_sender, plain, most) => {
    const { client, firstSalt } = await exchange(() => world.connect(), undefined, plain)
    client.salt = firstSalt
    const message = client.message(callBody())
    client.send(message, { padding: most - ((32 + message.body.length + most) % 16) })
    await world.turn()
    expect(client.codesFor(message)).toEqual([])
    expect(client.answersTo(message)).toHaveLength(1)
  })
})

describe('dropping all keys', () => {
  it('ends every session and connection with -404', async () => {
    const clients = [await world.client(), await world.client()]
    world.server.dropAll()
    expect(clients.map((client) => client.connection.errors)).toEqual([[-404], [-404]])
    expect(world.server.stats()).toMatchObject({ sessions: 0, keys: 0, connections: 0 })
  })
})
