import type { Limits } from './core/limits.ts'
import { createLogger, type LogLevel } from './core/logger.ts'
import type { SessionFormat } from './control/session-strings.ts'
import { createBot } from './domain/accounts/create-bot.ts'
import { loginCodeOf } from './domain/accounts/login-code.ts'
import { createUser } from './domain/accounts/create-user.ts'
import { arrangeChat, type ArrangedChat, type NewChat } from './control/arrange-chat.ts'
import { readWorld } from './control/world-file.ts'
import { seedWorld } from './control/world.ts'
import { parseConfig, type Config } from './config/parse.ts'
import { run } from './server.ts'

export type { SessionFormat } from './control/session-strings.ts'
export type { NewChat, ArrangedChat } from './control/arrange-chat.ts'
export { UserError } from './core/user-error.ts'

/** Options of `startServer`; every one has a default that suits a test. */
export interface StartOptions {
  /** Port to listen on; 0, the default, takes a free one. */
  readonly port?: number
  /** Address to listen on; 127.0.0.1 by default. */
  readonly host?: string
  /** More ports with the same service. */
  readonly alsoPorts?: readonly number[]
  /** Data directory; `:memory:`, the default, keeps nothing. */
  readonly data?: string
  /** World file to make in an empty database. */
  readonly seed?: string
  readonly dc?: number
  readonly testMode?: boolean
  readonly mtproxySecrets?: readonly string[]
  readonly controlToken?: string
  /** `silent` by default. */
  readonly logLevel?: LogLevel
  /** Takes the log, one JSON line a call; standard error by default. */
  readonly logTo?: { write(line: string): void }
  /** Single limits in place of Telegram's. */
  readonly limits?: Partial<Limits>
}

/** What `createUser` takes. Phones are digits, with or without a plus. */
export interface NewUser {
  readonly firstName: string
  readonly lastName?: string
  readonly phone?: string
  readonly username?: string
  /** Two-factor password. */
  readonly password?: string
  readonly about?: string
  readonly stars?: number
}

/** A running server in this process. `await using` stops it. */
export interface LocalgramServer extends AsyncDisposable {
  /** Base of the Bot API and of the control API: `http://127.0.0.1:4430`. */
  readonly url: string
  readonly host: string
  readonly port: number
  readonly dcId: number
  /** PKCS#1 PEM, "BEGIN RSA PUBLIC KEY". */
  readonly publicKey: string
  /** 16 hex digits. */
  readonly publicKeyFingerprint: string
  createUser(user: NewUser): Promise<{ id: number; phone: string; username: string | undefined }>
  createBot(bot: {
    username: string
    name: string
    ownerId?: number
  }): Promise<{ id: number; username: string; token: string }>
  createChat(chat: NewChat): Promise<ArrangedChat>
  /** A logged-in session string in a client's own format. */
  createSession(accountId: number, format: SessionFormat): Promise<string>
  /** The login code that was sent to a phone last. */
  loginCode(phone: string): Promise<string | undefined>
  /** Business time; protocol time is never moved. */
  readonly clock: { now(): number; advance(seconds: number): void }
  /** Empties the server: accounts, chats, logins. */
  reset(): Promise<void>
  stop(): Promise<void>
}

/** The options as the command line would have them, so that they are checked as there. */
function configOf(options: StartOptions): Config {
  const flags = {
    port: options.port ?? 0,
    host: options.host,
    'also-port': options.alsoPorts?.join(','),
    data: options.data ?? ':memory:',
    seed: options.seed,
    dc: options.dc,
    'test-mode': options.testMode,
    'mtproxy-secret': options.mtproxySecrets?.join(','),
    'control-token': options.controlToken,
    'log-level': options.logLevel ?? 'silent',
  }
  const args = Object.entries(flags).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag}=${value}`],
  )
  return parseConfig(args, {})
}

/**
 * Starts a server in this process: memory store and a free port unless told otherwise.
 *
 * @throws UserError for a malformed option, a port in use, an unusable directory, a malformed world file
 */
export async function startServer(options: StartOptions = {}): Promise<LocalgramServer> {
  const config = configOf(options)
  const world = options.seed === undefined ? undefined : readWorld(options.seed)
  const log = createLogger(config.logLevel, options.logTo)
  const running = await run(config, options.limits, log)
  const { connection, domain, clock } = running
  if (world !== undefined) {
    try {
      await seedWorld(domain, world, options.seed ?? '')
    } catch (error) {
      await running.stop()
      throw error
    }
  }
  return {
    url: connection.botApiUrl,
    host: connection.host,
    port: connection.port,
    dcId: connection.dcId,
    publicKey: connection.publicKeyPem,
    publicKeyFingerprint: connection.publicKeyFingerprint,
    async createUser(user) {
      const { id, phone, username } = await domain.unit((u) => createUser(u, user))
      return { id, phone: phone ?? '', username: username ?? undefined }
    },
    async createBot(bot) {
      const { user, token } = await domain.unit((u) => createBot(u, bot))
      return { id: user.id, username: user.username ?? bot.username, token }
    },
    createChat: (chat) => domain.unit((u) => arrangeChat(u, chat)),
    createSession: (accountId, format) => running.mintSession(accountId, format),
    loginCode: (phone) => domain.unit((u) => loginCodeOf(u, phone.replaceAll(/\D/g, ''))),
    clock: { now: () => clock.now(), advance: (seconds) => clock.advance(seconds) },
    reset: () => running.reset(),
    stop: () => running.stop(),
    [Symbol.asyncDispose]: () => running.stop(),
  }
}
