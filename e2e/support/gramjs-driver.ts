import { createPublicKey } from 'node:crypto'
import { createRequire } from 'node:module'
import bigInt from 'big-integer'
import type * as Telegram from 'telegram'
import type * as Rsa from 'telegram/crypto/RSA.js'
import type * as Events from 'telegram/events/index.js'
import type * as Extensions from 'telegram/extensions/index.js'
import type * as Network from 'telegram/network/index.js'
import type * as Sessions from 'telegram/sessions/index.js'
import type { LocalgramServer } from '../../src/index.ts'
import type * as Teleproto from 'teleproto'
import { Ears, type ConnectOptions, type Driver } from './driver.ts'
import { GramjsClient } from './gramjs-client.ts'
import { hearLinks } from './gramjs-links.ts'
import { API_HASH, API_ID } from './mtcute.ts'

const require = createRequire(import.meta.url)

/** Everything of the package that is used, under the names that users import. */
export interface Gramjs {
  readonly telegram: typeof Telegram
  readonly sessions: typeof Sessions
  readonly events: typeof Events
  readonly network: typeof Network
  readonly extensions: typeof Extensions
  readonly rsa: typeof Rsa
  /** The package's own way to ask for what was missed. */
  readonly catchUp: ((client: Telegram.TelegramClient) => Promise<void>) | undefined
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
    catchUp:
      name === 'teleproto'
        ? (client) => (client as unknown as Teleproto.TelegramClient).catchUp()
        : undefined,
  }
  return {
    name,
    roads: Object.keys(ROADS),
    guardBots: name === 'teleproto',
    async connect(server, options = {}) {
      trustKey(lib, server)
      const session = new lib.sessions.StringSession(options.session ?? '')
      session.setDC(server.dcId, server.host, server.port)
      const client = createClient(lib, server, session, options)
      const ears = new Ears()
      client.addEventHandler(
        ({ message }) => ears.hear(message.message),
        new lib.events.NewMessage({}),
      )
      hearLinks(
        lib,
        client,
        (text) => ears.hear(text),
        (userId, queryId) => ears.hearQuery(userId, queryId),
      )
      await client.connect()
      return new GramjsClient(lib, client, session, ears, server)
    },
  }
}

/** Adds the server's key to the package's public table of keys. */
function trustKey({ rsa }: Gramjs, server: LocalgramServer): void {
  const { n = '' } = createPublicKey(server.publicKey).export({ format: 'jwk' })
  const fingerprint = BigInt.asIntN(64, BigInt(`0x${server.publicKeyFingerprint}`))
  const modulus = bigInt(Buffer.from(n, 'base64url').toString('hex'), 16)
  rsa._serverKeys.set(String(fingerprint), { n: modulus, e: 65537 })
}

function createClient(
  lib: Gramjs,
  server: LocalgramServer,
  session: Sessions.StringSession,
  { road = 'full' }: ConnectOptions,
): Telegram.TelegramClient {
  const Base = lib.network[ROADS[road as Road]] as Gramjs['network']['Connection']
  // GramJS dials port 80 whatever its session says, and teleproto's WebSocket a host of Telegram's.
  class LocalConnection extends Base {
    constructor(options: ConstructorParameters<typeof Base>[0]) {
      super({ ...options, ip: server.host, port: server.port })
    }
  }
  class Silent extends lib.extensions.Logger {
    override log(): void {
      // What goes wrong is seen by the test.
    }
  }
  return new lib.telegram.TelegramClient(session, API_ID, API_HASH, {
    connection: LocalConnection,
    connectionRetries: 2,
    useWSS: false,
    baseLogger: new Silent(),
    ...(road === 'websocket' ? { networkSocket: lib.extensions.PromisedWebSockets } : {}),
  })
}
