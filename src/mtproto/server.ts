import type { Clock } from '../core/clock.ts'
import { clearTimeout, setTimeout } from '../core/timers.ts'
import type { Logger } from '../core/logger.ts'
import type { Random } from '../core/random.ts'
import type { AuthKeyStore } from './auth-keys.ts'
import type { ServerKey } from './crypto/rsa.ts'
import { createHandshake } from './handshake/handshake.ts'
import type { CreatedAuthKey, HandshakeLimits } from './handshake/handshake.ts'
import type { Core, Counters } from './session/core.ts'
import { Flusher } from './session/flusher.ts'
import { Housekeeping } from './session/housekeeping.ts'
import { DEFAULT_SESSION_LIMITS } from './session/limits.ts'
import type { SessionLimits } from './session/limits.ts'
import { createMsgIdSource } from './session/msg-ids.ts'
import { PacketDoor } from './session/packet-door.ts'
import { Padding } from './session/padding.ts'
import { createQuietLog } from './session/quiet-log.ts'
import { Registry } from './session/registry.ts'
import { Replays } from './session/replays.ts'
import type { RpcPort, RpcSession } from './session/rpc-port.ts'
import type { PacketHandler } from './transport/connection.ts'

/** What the MTProto server needs. */
export interface MtprotoServerOptions {
  /** The RSA key of the key exchange. */
  readonly key: ServerKey
  readonly keys: AuthKeyStore
  readonly rpc: RpcPort
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  readonly limits?: Partial<SessionLimits>
  readonly handshakeLimits?: Partial<HandshakeLimits>
  /** Called for each key that a client made, before the client hears of it. */
  readonly onAuthKey?: (created: CreatedAuthKey) => void
}

/** Numbers about the running server: counters since the start, and what is there now. */
export interface MtprotoStats extends Counters {
  readonly connections: number
  readonly keys: number
  readonly sessions: number
  readonly sessionsWithoutConnection: number
  /** Client messages that those remember. */
  readonly rememberedAway: number
  readonly heldBytes: number
}

/** The server side of MTProto between the transports and the RPC layer. */
export interface MtprotoServer {
  /** Takes connections and packets from any transport. */
  readonly handler: PacketHandler
  /** Sessions that act for a permanent key: its own and those of temporary keys bound to it. */
  sessionsOfKey(permKeyId: string): RpcSession[]
  /** Binds a temporary key to a permanent one, in the store and for its live sessions. */
  bindTempKey(tempKeyId: string, permKeyId: string): Promise<void>
  /**
   * Deletes a key: its sessions, and those of temporary keys bound to it, are forgotten, and their
   * connections get -404.
   */
  dropKey(keyId: string): Promise<void>
  /** Whether a session or connection uses a key. */
  isInUse(keyId: string): boolean
  /** As `dropKey` for a key that the store has deleted already. */
  forgetKey(keyId: string): void
  /** Forgets every session and closes its connections with -404: the store was emptied. */
  dropAll(): void
  stats(): MtprotoStats
  /**
   * Takes no further packets, and resolves when the calls that run were answered, or after
   * `limits.drainMs`. What was carried out must be told: a client would call once more.
   */
  drain(): Promise<void>
  /** Forgets every session and closes every connection, after what was sent. */
  close(): Promise<void>
}

/**
 * Makes the server: unencrypted packets go to the key exchange, all others to the sessions of their
 * auth key.
 */
export function createMtprotoServer(options: MtprotoServerOptions): MtprotoServer {
  return new Server(options)
}

class Server implements MtprotoServer {
  readonly handler: PacketDoor
  readonly #core: Core
  readonly #keys: AuthKeyStore
  readonly #registry: Registry
  readonly #housekeeping: Housekeeping

  constructor(options: MtprotoServerOptions) {
    const { clock, keys, key, random } = options
    this.#keys = keys
    this.#registry = new Registry(keys, random.bytes(32))
    this.#core = this.#createCore(options)
    this.#registry.connect(this.#core)
    this.#core.flusher.connect(this.#core)
    this.#housekeeping = new Housekeeping(this.#core)
    const handshake = createHandshake({
      key,
      keys,
      clock,
      random,
      ...(options.handshakeLimits ? { limits: options.handshakeLimits } : {}),
      onAuthKey: (created) => {
        const { record, serverSalt } = created
        this.#registry.rememberFirstSalt(record.id, serverSalt, clock.wallMs())
        options.onAuthKey?.(created)
      },
    })
    this.handler = new PacketDoor(this.#core, handshake)
  }

  sessionsOfKey(permKeyId: string): RpcSession[] {
    return this.#registry.sessionsOf(permKeyId)
  }

  async bindTempKey(tempKeyId: string, permKeyId: string): Promise<void> {
    await this.#keys.bind(tempKeyId, permKeyId)
    this.#registry.bind(tempKeyId, permKeyId)
  }

  async dropKey(keyId: string): Promise<void> {
    await this.#keys.delete(keyId)
    this.forgetKey(keyId)
  }

  isInUse(keyId: string): boolean {
    return this.#registry.find(keyId) !== undefined
  }

  forgetKey(keyId: string): void {
    this.#registry.drop(keyId, true)
  }

  dropAll(): void {
    this.#registry.dropAll()
  }

  stats(): MtprotoStats {
    const { keys, sessions, away, rememberedAway } = this.#registry.sizes
    return {
      ...this.#core.counters,
      connections: this.handler.connections,
      keys,
      sessions,
      sessionsWithoutConnection: away,
      rememberedAway,
      heldBytes: this.#core.heldBytes,
    }
  }

  async drain(): Promise<void> {
    this.#core.stopping = true
    const { promise: late, resolve } = Promise.withResolvers<undefined>()
    const timer = setTimeout(() => {
      resolve(undefined)
    }, this.#core.limits.drainMs)
    await Promise.race([this.#answered(), late])
    clearTimeout(timer)
    this.#flush()
  }

  /** Sends what waits, with the requests of HTTP clients that wait for more. */
  #flush(): void {
    const { flusher } = this.#core
    for (const session of this.#registry.all()) {
      for (const lane of session.out.lanes) flusher.schedule(lane)
    }
    flusher.flush()
  }

  /** Resolves when no call runs. */
  async #answered(): Promise<void> {
    for (;;) {
      const calls = [...this.#registry.all()].flatMap((session) => [...session.calls.values()])
      if (calls.length === 0) return
      await Promise.all(calls.map((call) => call.done))
    }
  }

  close(): Promise<void> {
    this.#core.stopping = true
    this.#housekeeping.stop()
    this.#flush()
    for (const session of [...this.#registry.all()]) session.forget('the server stops')
    this.handler.close('the server stops')
    return Promise.resolve()
  }

  #createCore(options: MtprotoServerOptions): Core {
    const { clock, random, rpc } = options
    const limits = { ...DEFAULT_SESSION_LIMITS, ...options.limits }
    return {
      clock,
      random,
      rpc,
      log: createQuietLog(options.log, clock),
      limits,
      replays: new Replays(limits),
      msgIds: createMsgIdSource(clock),
      padding: new Padding(random),
      flusher: new Flusher(),
      registry: this.#registry,
      counters: {
        packetsIn: 0,
        packetsOut: 0,
        messagesIn: 0,
        calls: 0,
        duplicates: 0,
        resent: 0,
        notifications: 0,
        badPackets: 0,
        overflows: 0,
      },
      stopping: false,
      heldBytes: 0,
      destroyKey: async (key) => {
        const existed = (await this.#keys.load(key.id)) !== undefined
        if (existed) await this.#keys.delete(key.id)
        return existed
      },
    }
  }
}
