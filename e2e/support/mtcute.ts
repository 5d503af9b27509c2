import {
  HttpProxyTcpTransport,
  MemoryStorage,
  MtProxyTcpTransport,
  SocksProxyTcpTransport,
  TcpTransport,
  TelegramClient,
  type TelegramTransport,
} from '@mtcute/node'
import {
  IntermediatePacketCodec,
  ObfuscatedPacketCodec,
  PaddedIntermediatePacketCodec,
} from '@mtcute/core'
import { LogManager, addPublicKey } from '@mtcute/core/utils.js'
import { NodeCryptoProvider } from '@mtcute/node/utils.js'
import type { LocalgramServer } from '../../src/index.ts'

/** Any identity will do. */
export const API_ID = 12345
export const API_HASH = '0123456789abcdef0123456789abcdef'

/** The secret of the built-in MTProxy. */
const MTPROXY_SECRET = '00112233445566778899aabbccddeeff'

/** The package's own ways to reach a server, `intermediate` its default. */
export const MTCUTE_ROADS = [
  'intermediate',
  'padded',
  'obfuscated',
  'obfuscated padded',
  'pfs',
  'socks5',
  'http connect',
  'mtproxy',
] as const
export type MtcuteRoad = (typeof MTCUTE_ROADS)[number]

/** What a client needs to know of a server, in this process or another. */
export type ServerAddress = Pick<LocalgramServer, 'host' | 'port' | 'dcId' | 'publicKey'>

/** How a client differs from the package's defaults. */
export interface MtcuteOptions {
  readonly road?: MtcuteRoad
  /** Asks what it missed when it comes back. */
  readonly catchUp?: boolean
  /** Says nothing of connections that break. */
  readonly silent?: boolean
}

/** A client of the real package, pointed at the server by its public options only. */
export function mtcuteClient(
  server: ServerAddress,
  { road = 'intermediate', catchUp = false, silent = false }: MtcuteOptions = {},
): TelegramClient {
  addPublicKey(new NodeCryptoProvider(), server.publicKey)
  const dc = { id: server.dcId, ipAddress: server.host, port: server.port }
  return new TelegramClient({
    apiId: API_ID,
    apiHash: API_HASH,
    storage: new MemoryStorage(),
    defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } },
    logLevel: silent ? LogManager.OFF : LogManager.ERROR,
    transport: transportOf(road, server),
    network: { usePfs: road === 'pfs' },
    updates: { catchUp },
  })
}

function transportOf(road: MtcuteRoad, { host, port }: ServerAddress): TelegramTransport {
  switch (road) {
    case 'intermediate':
    case 'pfs':
      return new TcpTransport()
    case 'padded':
      return withCodec(() => new PaddedIntermediatePacketCodec())
    case 'obfuscated':
      return withCodec(() => new ObfuscatedPacketCodec(new IntermediatePacketCodec()))
    case 'obfuscated padded':
      return withCodec(() => new ObfuscatedPacketCodec(new PaddedIntermediatePacketCodec()))
    case 'socks5':
      return new SocksProxyTcpTransport({ host, port })
    case 'http connect':
      return new HttpProxyTcpTransport({ host, port })
    case 'mtproxy':
      return new MtProxyTcpTransport({ host, port, secret: MTPROXY_SECRET })
  }
}

function withCodec(packetCodec: TelegramTransport['packetCodec']): TelegramTransport {
  const tcp = new TcpTransport()
  return { connect: (dc) => tcp.connect(dc), packetCodec }
}

/** Logs in with a phone; test numbers 99966XYYYY have the code XXXXX. */
export async function mtcuteUser(server: LocalgramServer, phone: string): Promise<TelegramClient> {
  const client = mtcuteClient(server)
  await client.start({
    phone,
    code: async () => (await server.loginCode(phone)) ?? '',
    // The package says on the console how the code was sent.
    codeSentCallback: () => undefined,
    password: 'none',
  })
  return client
}

/** Logs in with a bot token. */
export async function mtcuteBot(server: LocalgramServer, token: string): Promise<TelegramClient> {
  const client = mtcuteClient(server)
  await client.start({ botToken: token })
  return client
}
