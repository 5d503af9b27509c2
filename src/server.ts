import type { StoredClock } from './core/clock.ts'
import { HeldBytes } from './core/held-bytes.ts'
import { DEFAULT_LIMITS, FLOOD_LIMITS, type Limits } from './core/limits.ts'
import { createLogger, type Logger } from './core/logger.ts'
import { noticesAloud, type Notices } from './core/notices.ts'
import { systemRandom } from './core/random.ts'
import { writeUpdate } from './bot-api/encode/update.ts'
import { registerBotApi } from './bot-api/http.ts'
import type { Config } from './config/parse.ts'
import type { ConnectionInfo, ControlDeps } from './control/deps.ts'
import { registerControl } from './control/http.ts'
import { registerMetrics } from './control/metrics.ts'
import { mintSession, type MintTarget } from './control/mint-session.ts'
import { createDomain, type Domain } from './domain/context.ts'
import { initCrypto } from './mtproto/crypto/aes-ige.ts'
import type { ServerKey } from './mtproto/crypto/rsa.ts'
import { createMtprotoServer, type MtprotoServer } from './mtproto/server.ts'
import { httpSocketHandler } from './mtproto/transport/http-sockets.ts'
import { DEFAULT_TRANSPORT_LIMITS } from './mtproto/transport/limits.ts'
import { createListener, type Listener } from './mtproto/transport/listener.ts'
import { CHAIN } from './rpc/chain/links.ts'
import { Clients } from './rpc/clients.ts'
import { createDispatcher } from './rpc/dispatcher.ts'
import { createBindTempAuthKey } from './rpc/methods/auth/bind-temp-auth-key.ts'
import { createDropTempAuthKeys } from './rpc/methods/auth/drop-temp-auth-keys.ts'
import { METHODS } from './rpc/methods/index.ts'
import { Pushes } from './rpc/pushes.ts'
import { createAuthKeyStore, noteKeyDc } from './start/auth-key-store.ts'
import { openDataPlace } from './start/data-dir.ts'
import { listenOnFreePort } from './start/free-port.ts'
import { startHousekeeping } from './start/housekeeping.ts'
import { createHttpSide } from './start/http.ts'
import { createMeters, type Meters } from './start/metrics.ts'
import { loadSecrets } from './start/secrets.ts'
import { createStoredClock } from './start/stored-clock.ts'
import { openSqliteStore } from './store/sqlite/store.ts'
import type { Store } from './store/store.ts'
import { NEWEST_LAYER } from './tl/api.ts'

/** Example identity of an application; localgram takes any. */
const API_ID = 12345
const API_HASH = '0123456789abcdef0123456789abcdef'

/** A running server and its parts, for `startServer` and the command line. */
export interface Running {
  readonly connection: ConnectionInfo
  readonly domain: Domain
  readonly clock: StoredClock
  readonly log: Logger
  /** A logged-in session string (see `POST /control/v1/sessions`). */
  mintSession: ControlDeps['mintSession']
  /** The same for the card: always the same login of an account, as long as it lives. */
  cardSession: ControlDeps['mintSession']
  /** Empties the server and puts its clock back to the present. */
  reset(): Promise<void>
  /** Stops accepting, ends connections, commits what is under way. Idempotent. */
  stop(): Promise<void>
}

/**
 * Composition root: the only file that knows every part. Opens the store, puts the doors on one port,
 * and answers when it accepts connections.
 *
 * @throws UserError for everything that its user can mend: ports, directories, damaged data
 */
export async function run(
  config: Config,
  limits: Partial<Limits> = {},
  logTo?: { write(line: string): void },
): Promise<Running> {
  await initCrypto()
  const place = openDataPlace(config.data)
  const meters = createMeters()
  const store = await openSqliteStore(place.database, meters.metrics)
  const flood = config.floodLimits ? FLOOD_LIMITS : {}
  const all = { ...DEFAULT_LIMITS, ...flood, ...limits }
  const log = createLogger(config.logLevel, logTo)
  const notices = noticesAloud(log, logTo === undefined, (line) => process.stderr.write(line))
  const { listen, ...parts } = await assemble(config, all, log, {
    store,
    key: place.key,
    meters,
    notices,
  }).catch(async (error: unknown) => {
    await store.close()
    throw error
  })
  try {
    return { ...parts, connection: await listen() }
  } catch (error) {
    // One of several ports may be open already.
    await parts.stop()
    throw error
  }
}

/** What is there before the parts are put together. */
interface Built {
  readonly store: Store
  readonly key: ServerKey
  readonly meters: Meters
  readonly notices: Notices
}

async function assemble(
  config: Config,
  limits: Limits,
  log: Logger,
  { store, key, meters, notices }: Built,
): Promise<Omit<Running, 'connection'> & { listen(): Promise<ConnectionInfo> }> {
  const random = systemRandom
  const secrets = await loadSecrets(store, random)
  const clock = await createStoredClock(store, log)
  const domain = createDomain({
    store,
    clock,
    random,
    limits,
    settings: { testMode: config.testMode },
    log,
    accessHashSecret: secrets.accessHash,
    writeUpdate,
  })
  const keys = createAuthKeyStore(store)
  const clients = new Clients(domain)
  const pushes = new Pushes(domain, log, config.dc)
  const facts = { host: publicHostOf(config), port: 0, dcId: config.dc, testMode: config.testMode }
  // The methods need the MTProto server for key binding, and it needs them for its calls.
  const bindTempAuthKey = createBindTempAuthKey({
    bind: (tempId, permId) => mtproto.bindTempKey(tempId, permId),
  })
  const dropTempAuthKeys = createDropTempAuthKeys({ drop: (keyId) => mtproto.dropKey(keyId) })
  const rpc = createDispatcher({
    domain,
    clients,
    pushes,
    chain: CHAIN,
    server: facts,
    log,
    metrics: meters.metrics,
    notices,
    methods: new Map([
      ...METHODS,
      [bindTempAuthKey.name, bindTempAuthKey],
      [dropTempAuthKeys.name, dropTempAuthKeys],
    ]),
  })
  const mtproto: MtprotoServer = createMtprotoServer({
    key,
    keys,
    rpc,
    clock,
    random,
    log,
    onAuthKey: ({ record, dc }) => noteKeyDc(store, log, record.id, dc),
  })
  domain.onForget(() => mtproto.dropAll())
  const { handler } = mtproto
  const proxySecrets = config.mtproxySecrets.map((hex) => Buffer.from(hex, 'hex'))
  const pending = new HeldBytes(DEFAULT_TRANSPORT_LIMITS.pendingBytesTotal)
  const http = createHttpSide({ handler, secrets: proxySecrets, log, pending })
  const listener = createListener({
    handler,
    onHttp: httpSocketHandler(http.server),
    log,
    secrets: proxySecrets,
    pending,
  })
  const target = (): MintTarget => ({ ...facts, layer: NEWEST_LAYER, apiId: API_ID })
  const mint: Running['mintSession'] = (accountId, format) =>
    mintSession(domain, accountId, format, target())
  const reset = async (): Promise<void> => {
    domain.forget()
    // First, so that nothing is made at the moved time once the store is empty.
    clock.reset()
    await store.clear()
    // Once more for those that came while the store was being emptied.
    domain.forget()
    await clock.stored()
  }
  const { metrics } = meters
  registerBotApi(http.app, {
    domain,
    log,
    addressRule: config.webhooks,
    metrics,
    notices,
    pending,
  })
  meter(meters, { listener, mtproto, pushes })
  await registerMetrics(http.app, { ...meters, token: config.controlToken })
  await registerControl(http.app, {
    domain,
    clock,
    log,
    token: config.controlToken,
    pending,
    connection: () => connectionInfo(facts, key),
    mintSession: mint,
    reset,
  })
  await http.app.ready()
  const housekeeping = startHousekeeping({
    store,
    clock,
    limits,
    log,
    inUse: (keyId) => mtproto.isInUse(keyId),
    forgetKey: (keyId) => mtproto.forgetKey(keyId),
  })
  const open = (port: number) => listener.listen(port, config.host)
  let stopped: Promise<void> | undefined
  return {
    domain,
    clock,
    log,
    mintSession: mint,
    cardSession: (accountId, format) => mintSession(domain, accountId, format, target(), 'card'),
    reset,
    async listen() {
      const bound = config.port === 0 ? await listenOnFreePort(open) : await open(config.port)
      facts.port = bound.port
      for (const port of config.alsoPorts) await listener.also(port)
      return connectionInfo(facts, key)
    },
    stop: () =>
      (stopped ??= stopAll([
        // What was carried out is told first, by all doors; then the connections end.
        () => Promise.all([mtproto.drain(), http.close()]),
        () => pushes.flushed(),
        () => mtproto.close(),
        () => http.closeSockets(),
        () => listener.close(),
        () => housekeeping.stop(),
        () => store.close(),
      ])),
  }
}

/** Numbers that are read when somebody asks. */
function meter(
  { counter, gauge }: Meters,
  parts: { listener: Listener; mtproto: MtprotoServer; pushes: Pushes },
): void {
  const { listener, mtproto, pushes } = parts
  gauge('localgram_connections', 'Open connections, those of HTTP included', () => {
    return listener.connectionCount
  })
  gauge('localgram_sessions', 'MTProto sessions', () => mtproto.stats().sessions)
  gauge('localgram_sessions_online', 'MTProto sessions with a connection', () => {
    const { sessions, sessionsWithoutConnection } = mtproto.stats()
    return sessions - sessionsWithoutConnection
  })
  gauge('localgram_held_bytes', 'Messages that are kept for clients until they have them', () => {
    return mtproto.stats().heldBytes
  })
  counter('localgram_pushes_total', 'Updates that sessions were given', () => pushes.pushed)
  counter('localgram_packets_in_total', 'MTProto packets that came', () => {
    return mtproto.stats().packetsIn
  })
  counter('localgram_packets_out_total', 'MTProto packets that went', () => {
    return mtproto.stats().packetsOut
  })
}

async function stopAll(steps: readonly (() => unknown)[]): Promise<void> {
  for (const step of steps) await step()
}

function publicHostOf(config: Config): string {
  if (config.publicHost !== undefined) return config.publicHost
  return config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host
}

function connectionInfo(
  { host, port, dcId }: { host: string; port: number; dcId: number },
  key: ServerKey,
): ConnectionInfo {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return {
    host,
    port,
    dcId,
    layer: NEWEST_LAYER,
    publicKeyPem: key.publicPem,
    publicKeyFingerprint: key.fingerprintHex,
    apiId: API_ID,
    apiHash: API_HASH,
    botApiUrl: `http://${authority}`,
    webSocketUrl: `ws://${authority}/apiws`,
  }
}
