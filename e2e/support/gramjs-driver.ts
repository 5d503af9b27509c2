import { createPublicKey } from 'node:crypto'
import { createRequire } from 'node:module'
import type { LogLevel } from 'telegram/extensions/Logger.js'
import type * as Telegram from 'telegram'
import type { LocalgramServer } from '../../src/index.ts'
import { Ears, type ConnectOptions, type Driver } from './driver.ts'
import { GramjsClient } from './gramjs-client.ts'
import { API_HASH, API_ID } from './mtcute.ts'

const require = createRequire(import.meta.url)

/** Everything of the package that is used, under the names that users import. */
export interface Gramjs {
  readonly telegram: typeof Telegram
  readonly sessions: typeof import('telegram/sessions/index.js')
  readonly events: typeof import('telegram/events/index.js')
  readonly network: typeof import('telegram/network/index.js')
  readonly extensions: typeof import('telegram/extensions/index.js')
  readonly rsa: typeof import('telegram/crypto/RSA.js')
  /** Whether `client.catchUp()` brings what was missed. */
  readonly catchesUp: boolean
}

/** The package's own classes for the ways to connect. */
const ROADS = {
  full: 'ConnectionTCPFull',
  obfuscated: 'ConnectionTCPObfuscated',
  abridged: 'ConnectionTCPAbridged',
  // What the package does in a browser: obfuscated frames in a WebSocket.
  websocket: 'ConnectionTCPObfuscated',
} as const
type Road = keyof typeof ROADS

/** GramJS, and its fork teleproto, which kept every name that is used here. */
export function gramjsDriver(name: 'telegram' | 'teleproto'): Driver {
  const lib: Gramjs = {
    telegram: require(name) as Gramjs['telegram'],
    sessions: require(`${name}/sessions`) as Gramjs['sessions'],
    events: require(`${name}/events`) as Gramjs['events'],
    network: require(`${name}/network`) as Gramjs['network'],
    extensions: require(`${name}/extensions`) as Gramjs['extensions'],
    rsa: require(`${name}/crypto/RSA`) as Gramjs['rsa'],
    catchesUp: name === 'teleproto',
  }
  return {
    name,
    roads: Object.keys(ROADS),
    async connect(server, options = {}) {
      trustKey(lib, server)
      const client = createClient(lib, server, options)
      const ears = new Ears()
      client.addEventHandler(
        ({ message }) => ears.hear(message.message),
        new lib.events.NewMessage({}),
      )
      await client.connect()
      return new GramjsClient(lib, client, ears, server)
    },
  }
}

/** Adds the server's key to the package's public table of keys. */
function trustKey({ rsa }: Gramjs, server: LocalgramServer): void {
  const bigInt = require('big-integer') as typeof import('big-integer')
  const { n = '' } = createPublicKey(server.publicKey).export({ format: 'jwk' })
  const fingerprint = BigInt.asIntN(64, BigInt(`0x${server.publicKeyFingerprint}`))
  const modulus = bigInt(Buffer.from(n, 'base64url').toString('hex'), 16)
  rsa._serverKeys.set(String(fingerprint), { n: modulus, e: 65537 })
}

function createClient(
  lib: Gramjs,
  server: LocalgramServer,
  { road = 'full', session = '' }: ConnectOptions,
): Telegram.TelegramClient {
  const store = new lib.sessions.StringSession(session)
  store.setDC(server.dcId, server.host, server.port)
  const Base = lib.network[ROADS[road as Road]] as Gramjs['network']['Connection']
  // GramJS dials port 80 whatever its session says, and teleproto's WebSocket a host of Telegram's.
  class LocalConnection extends Base {
    constructor(options: ConstructorParameters<typeof Base>[0]) {
      super({ ...options, ip: server.host, port: server.port })
    }
  }
  const client = new lib.telegram.TelegramClient(store, API_ID, API_HASH, {
    connection: LocalConnection,
    connectionRetries: 2,
    useWSS: false,
    baseLogger: new lib.extensions.Logger('none' as LogLevel),
    ...(road === 'websocket' ? { networkSocket: lib.extensions.PromisedWebSockets } : {}),
  })
  return client
}
