import { CallGate } from './core/call-gate.ts'
import { DEFAULT_LIMITS, type Limits } from './core/limits.ts'
import { docsPath } from './core/docs.ts'
import type { LogLevel } from './core/logger.ts'
import { COUNT, FLAG, listOf, oneOf, readShape, TEXT, type Kind, type Shape } from './core/shape.ts'
import { UserError } from './core/user-error.ts'
import { parseConfig, type Config } from './config/parse.ts'
import type { ArrangedChat } from './control/arrange-chat.ts'
import { makeBot, makeChat, makeSession, makeUser, moveClock } from './control/make.ts'
import type { SessionFormat } from './control/session-strings.ts'
import { readWanted, type NewBot, type NewChat, type NewUser } from './control/wanted.ts'
import { DEMO_WORLD, readWorld } from './control/world-file.ts'
import { seedWorld } from './control/world.ts'
import { loginCodeOf } from './domain/accounts/login-code.ts'
import { run } from './server.ts'

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
  /** Makes the demo world (`examples/world.yaml`) in an empty database. */
  readonly demo?: boolean
  /** Address that clients are told, where it differs from `host`. */
  readonly publicHost?: string
  /** Number of the data centre, 1 to 5; 2 by default. */
  readonly dc?: number
  /** Telegram's test environment. */
  readonly testMode?: boolean
  /** Telegram's limits on how often bots may send (429); off by default, so that no test meets them unasked. */
  readonly floodLimits?: boolean
  /** Secrets of the built-in MTProxy, 32 hex digits each. */
  readonly mtproxySecrets?: readonly string[]
  /** Bearer token of the control API. */
  readonly controlToken?: string
  /** Where bots may have their webhooks; `any` by default. */
  readonly webhooks?: 'any' | 'loopback'
  /** `silent` by default. */
  readonly logLevel?: LogLevel
  /** Takes the log, one JSON line a call; standard error by default. */
  readonly logTo?: { write(line: string): void }
  /** Single limits in place of Telegram's. */
  readonly limits?: Partial<Limits>
}

/**
 * A running server in this process. `await using` stops it. Its methods refuse what they can't make with
 * a UserError that says why, as the control API does.
 */
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
  createBot(bot: NewBot): Promise<{ id: number; username: string; token: string }>
  createChat(chat: NewChat): Promise<ArrangedChat>
  /** A logged-in session string in a client's own format. */
  createSession(accountId: number, format: SessionFormat): Promise<string>
  /** The login code that was sent to a phone last. */
  loginCode(phone: string): Promise<string | undefined>
  /**
   * Business time, unix seconds: take dates from `now()`, not from Date. It only goes forward; protocol
   * time is never moved.
   */
  readonly clock: { now(): number; advance(seconds: number): void }
  /** Empties the server: accounts, chats, logins. Its clock is at the present again. */
  reset(): Promise<void>
  stop(): Promise<void>
}

/** A number, which the parser of options checks further. */
const NUMBER: Kind = {
  is: 'a number',
  read: (value) => (typeof value === 'number' ? value : undefined),
}
const LOG: Kind = {
  is: 'something with write(line)',
  read: (value) =>
    typeof (value as { write?: unknown } | null)?.write === 'function' ? value : undefined,
}
const OBJECT: Kind = {
  is: 'an object',
  read: (value) => (typeof value === 'object' && value !== null ? value : undefined),
}

const KEYS: Readonly<Record<keyof StartOptions, Kind>> = {
  port: NUMBER,
  host: TEXT,
  alsoPorts: listOf(NUMBER, 'numbers'),
  data: TEXT,
  seed: TEXT,
  demo: FLAG,
  publicHost: TEXT,
  dc: NUMBER,
  testMode: FLAG,
  floodLimits: FLAG,
  mtproxySecrets: listOf(TEXT, 'texts'),
  controlToken: TEXT,
  webhooks: oneOf(['any', 'loopback']),
  logLevel: TEXT,
  logTo: LOG,
  limits: OBJECT,
}
const OPTIONS: Shape = { keys: KEYS, required: [] }
const LIMITS: Shape = {
  keys: Object.fromEntries(Object.keys(DEFAULT_LIMITS).map((name) => [name, COUNT])),
  required: [],
}
const PHONE: Shape = { keys: { phone: TEXT }, required: ['phone'] }

/** Flags of the command line whose option here is not the same word in camel case. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  'also-port': 'alsoPorts',
  'mtproxy-secret': 'mtproxySecrets',
}

/** Reads the options. @throws UserError for keys that are none, and for values of another kind */
function readOptions(given: unknown): StartOptions {
  const hint = `${docsPath('configuration.md')} lists the options of startServer`
  const options = readShape(OPTIONS, given, (fault, what) => {
    return new UserError(fault, `startServer ${what}`, hint)
  }) as StartOptions
  readShape(LIMITS, options.limits ?? {}, (fault, what) => {
    return new UserError(
      fault,
      `startServer({ limits }) ${what}`,
      'the type Limits says what each one bounds',
    )
  })
  return options
}

/** The options as the command line would have them, so that they are checked as there. */
function configOf(options: StartOptions): Config {
  const flags = {
    port: options.port ?? 0,
    host: options.host,
    'also-port': options.alsoPorts?.join(','),
    data: options.data ?? ':memory:',
    seed: options.seed,
    demo: options.demo,
    'public-host': options.publicHost,
    dc: options.dc,
    'test-mode': options.testMode,
    'flood-limits': options.floodLimits,
    'mtproxy-secret': options.mtproxySecrets?.join(','),
    'control-token': options.controlToken,
    webhooks: options.webhooks,
    'log-level': options.logLevel ?? 'silent',
  }
  const args = Object.entries(flags).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag}=${value}`],
  )
  return parseConfig(args, {})
}

/** The same mistake in the words of somebody who has options and no flags. */
function inProcess(error: unknown): unknown {
  if (!(error instanceof UserError)) return error
  const reworded = (text: string): string =>
    text.replaceAll(/--([a-z]+(?:-[a-z]+)*)/g, (_all, flag: string) => {
      const words = flag.replaceAll(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase())
      return `\`${OTHER_WORDS[flag] ?? words}\``
    })
  const isMainPort = error.code === 'PORT_IN_USE' && !error.hint.includes('--also-port')
  const hint = isMainPort
    ? 'Stop that program, or leave `port` out: `port: 0`, the default, takes a free one.'
    : reworded(error.hint)
  return new UserError(error.code, reworded(error.what), hint, { cause: error })
}

/**
 * Starts a server in this process: memory store and a free port unless told otherwise.
 *
 * @throws UserError for an unknown or malformed option, a port in use, an unusable directory, a malformed
 *   world file
 */
export async function startServer(options: StartOptions = {}): Promise<LocalgramServer> {
  const known = readOptions(options)
  try {
    return await start(known)
  } catch (error) {
    throw inProcess(error)
  }
}

async function start(options: StartOptions): Promise<LocalgramServer> {
  const config = configOf(options)
  const file = options.seed ?? (options.demo === true ? DEMO_WORLD : undefined)
  // A malformed file is said before anything is made.
  const world = file === undefined ? undefined : readWorld(file)
  const running = await run(config, options.limits, options.logTo)
  const { connection, domain, clock } = running
  if (world !== undefined) {
    try {
      await seedWorld(domain, world, file ?? '')
    } catch (error) {
      await running.stop()
      throw error
    }
  }
  const gate = new CallGate()
  const stop = (): Promise<void> => {
    gate.close()
    return running.stop()
  }
  return {
    url: connection.botApiUrl,
    host: connection.host,
    port: connection.port,
    dcId: connection.dcId,
    publicKey: connection.publicKeyPem,
    publicKeyFingerprint: connection.publicKeyFingerprint,
    createUser: gate.later('createUser', async (user) => {
      const { id, phone, username } = await makeUser(domain, user, 'createUser')
      return { id, phone: phone ?? '', username: username ?? undefined }
    }),
    createBot: gate.later('createBot', async (bot) => {
      const { user, token } = await makeBot(domain, bot, 'createBot')
      return { id: user.id, username: user.username ?? bot.username, token }
    }),
    createChat: gate.later('createChat', (chat) => makeChat(domain, chat, 'createChat')),
    createSession: gate.later('createSession', (accountId, format) =>
      makeSession(
        (...wanted) => running.mintSession(...wanted),
        { accountId, format },
        'createSession(accountId, format)',
      ),
    ),
    loginCode: gate.later('loginCode', async (given) => {
      const { phone } = readWanted(PHONE, 'loginCode(phone)', { phone: given }) as { phone: string }
      return domain.unit((u) => loginCodeOf(u, phone.replaceAll(/\D/g, '')))
    }),
    clock: {
      now: gate.now('clock.now', () => clock.now()),
      advance: gate.now('clock.advance', (seconds) => {
        moveClock(clock, { seconds }, 'clock.advance(seconds)')
      }),
    },
    reset: gate.later('reset', () => running.reset()),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
