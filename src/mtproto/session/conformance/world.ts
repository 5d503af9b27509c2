import { randomBytes } from 'node:crypto'
import pino from 'pino'
import { vi } from 'vitest'
import { systemRandom } from '../../../core/random.ts'
import { authKeyId } from '../../auth-keys.ts'
import type { AuthKeyRecord, AuthKeyStore } from '../../auth-keys.ts'
import { createMemoryAuthKeyStore } from '../../conformance/memory-auth-keys.ts'
import { generateServerKey } from '../../crypto/rsa.ts'
import type { ServerKey } from '../../crypto/rsa.ts'
import { createMtprotoServer } from '../../server.ts'
import type { MtprotoServer } from '../../server.ts'
import { nextConnectionId } from '../../transport/connection.ts'
import type { PacketConnection, PacketHandler } from '../../transport/connection.ts'
import type { SessionLimits } from '../limits.ts'
import type { RpcCall, RpcPort, RpcSession } from '../rpc-port.ts'
import { Client } from './client.ts'

const HOUSEKEEPING_MS = 500

/** Wall time that a test moves. */
export class TestClock {
  ms = 1_700_000_000_000
  now(): number {
    return Math.floor(this.ms / 1000)
  }
  wallMs(): number {
    return this.ms
  }
}

/** An RPC layer that does what the test tells it; by default it answers with the call itself. */
export class TestRpc implements RpcPort {
  readonly calls: RpcCall[] = []
  readonly events: string[] = []
  answer: (call: RpcCall) => Promise<Uint8Array> = (call) => Promise.resolve(call.body)
  call(call: RpcCall): Promise<Uint8Array> {
    this.calls.push(call)
    return this.answer(call)
  }
  sessionOpened(): void {
    this.events.push('opened')
  }
  sessionOnline(_: RpcSession, online: boolean): void {
    this.events.push(online ? 'online' : 'offline')
  }
  sessionClosed(): void {
    this.events.push('closed')
  }
}

/** A connection that is only memory. */
export class MemoryConnection implements PacketConnection {
  readonly id = nextConnectionId()
  readonly remote: string
  readonly transport = 'memory'
  readonly dcHint = undefined
  readonly kind: 'tcp' | 'websocket' | 'http'
  bufferedBytes = 0
  readonly sent: Buffer[] = []
  readonly errors: number[] = []
  readonly quickAcks: number[] = []
  closed: string | undefined = undefined
  onSend: (packet: Buffer) => void = () => undefined
  readonly #handler: PacketHandler

  constructor(handler: PacketHandler, kind: 'tcp' | 'websocket' | 'http', remote?: string) {
    this.#handler = handler
    this.kind = kind
    this.remote = remote ?? `127.0.0.1:${40_000 + this.id}`
    handler.onConnect(this)
  }

  /** What the client sends. */
  deliver(packet: Buffer, quickAckWanted = false): void {
    if (this.closed === undefined) this.#handler.onPacket(this, packet, quickAckWanted)
  }

  send(packet: Uint8Array): void {
    if (this.closed !== undefined) return
    const copy = Buffer.from(packet)
    this.sent.push(copy)
    this.onSend(copy)
    if (this.kind === 'http') this.close('answered')
  }

  sendTransportError(code: -404 | -429 | -444): void {
    if (this.closed === undefined) this.errors.push(code)
  }

  sendQuickAck(token: number): void {
    this.quickAcks.push(token)
  }

  close(reason: string): void {
    if (this.closed !== undefined) return
    this.closed = reason
    this.#handler.onClose(this, reason)
  }
}

let serverKey: ServerKey | undefined

/** One RSA key for all worlds of a test file: making one takes a moment. */
function oneServerKey(): ServerKey {
  serverKey ??= generateServerKey()
  return serverKey
}

/** A server with everything around it that a test wants to hold. */
export class World {
  readonly clock: TestClock
  readonly rpc = new TestRpc()
  readonly serverKey = oneServerKey()
  readonly keys: AuthKeyStore
  readonly server: MtprotoServer
  /** Lines of the log. */
  readonly log: string[] = []

  constructor(
    limits: Partial<SessionLimits> = {},
    keys: AuthKeyStore = createMemoryAuthKeyStore(),
    clock = new TestClock(),
  ) {
    this.clock = clock
    this.keys = keys
    this.server = createMtprotoServer({
      key: this.serverKey,
      keys,
      rpc: this.rpc,
      clock: this.clock,
      random: systemRandom,
      log: pino({ level: 'debug' }, { write: (line: string) => this.log.push(line) }),
      limits,
    })
  }

  connect(kind: 'tcp' | 'websocket' | 'http' = 'tcp', remote?: string): MemoryConnection {
    return new MemoryConnection(this.server.handler, kind, remote)
  }

  /** Stores a new auth key. */
  async newKey(rest: Partial<AuthKeyRecord> = {}): Promise<AuthKeyRecord> {
    const key = randomBytes(256)
    const createdAt = this.clock.now()
    const record: AuthKeyRecord = { id: authKeyId(key), key, kind: 'perm', createdAt, ...rest }
    await this.keys.save(record)
    return record
  }

  /** A client with a key of its own that has no salt and no session yet. */
  async rawClient(record?: AuthKeyRecord): Promise<Client> {
    const { key, id } = record ?? (await this.newKey())
    return new Client(this, key, id)
  }

  /** A client whose session is open and settled: salt known, new_session_created acknowledged. */
  async client(record?: AuthKeyRecord): Promise<Client> {
    const client = await this.rawClient(record)
    await this.settle(client)
    return client
  }

  /**
   * Brings a client's session into being, leaving nothing behind that a test would have to skip.
   */
  async settle(client: Client): Promise<void> {
    client.say({ _: 'ping', pingId: 1n })
    await this.turn()
    client.say({ _: 'ping', pingId: 2n })
    await this.turn()
    client.ackAll()
    await this.turn()
    client.heard.length = 0
    client.packetIds.length = 0
    client.connection.sent.length = 0
  }

  /** The salt a client would have learnt in an earlier session of its key. */
  async saltOf(client: Client): Promise<bigint> {
    const other = new Client(this, client.key, client.keyWire.toString('hex'))
    other.call()
    await this.turn()
    other.connection.close('done')
    return other.salt
  }

  /** Bytes that do not compress. */
  noise(length: number): Buffer {
    return randomBytes(length)
  }

  /** Lets the server finish what it has begun. */
  async turn(): Promise<void> {
    for (let turns = 0; turns < 3; turns++) await new Promise((done) => setImmediate(done))
  }

  /** Lets wall time pass, timers included; needs fake timers. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= HOUSEKEEPING_MS) {
      const step = Math.min(left, HOUSEKEEPING_MS)
      this.clock.ms += step
      vi.advanceTimersByTime(step)
      await this.turn()
    }
  }
}
