import { isIPv6 } from 'node:net'
import { LOG_LEVELS, type LogLevel } from '../core/logger.ts'
import { nearest } from '../core/nearest.ts'
import { UserError } from '../core/user-error.ts'
import { OPTIONS, variableOf, type OptionSpec } from './options.ts'

/** A whole configuration, defaults filled in. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly alsoPorts: readonly number[]
  readonly data: string
  readonly seed: string | undefined
  readonly demo: boolean
  /** Neither data, seed nor demo was asked for: an empty default directory gets the demo world. */
  readonly defaultWorld: boolean
  readonly publicHost: string | undefined
  readonly dc: number
  readonly testMode: boolean
  /** Whether bots meet Telegram's flood limits. */
  readonly floodLimits: boolean
  readonly mtproxySecrets: readonly string[]
  readonly controlToken: string | undefined
  /** Where webhooks may lead. */
  readonly webhooks: 'any' | 'loopback'
  readonly logLevel: LogLevel
  readonly quiet: boolean
}

type Flag = (typeof OPTIONS)[number]['flag']

/**
 * Reads flags and environment; a flag wins over its variable.
 *
 * @param args as `process.argv.slice(2)`
 * @throws UserError for an unknown flag, a missing or malformed value
 */
export function parseConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config {
  const given = { ...fromEnvironment(env), ...fromFlags(args) }
  const text = (flag: Flag): string | undefined => given[flag] ?? specOf(flag).default
  const has = (flag: Flag): boolean => given[flag] !== undefined && isTrue(flag, given[flag])
  const publicHost = text('public-host')
  return {
    port: toPort('port', text('port') ?? ''),
    host: toHost('host', text('host') ?? '127.0.0.1'),
    alsoPorts: toAlsoPorts(list(text('also-port')), text('port')),
    data: toData(text('data') ?? '.localgram'),
    seed: text('seed'),
    demo: has('demo'),
    defaultWorld: given.data === undefined && given.seed === undefined && !has('demo'),
    publicHost: publicHost === undefined ? undefined : toHost('public-host', publicHost),
    dc: toDc(text('dc') ?? '2'),
    testMode: has('test-mode'),
    floodLimits: has('flood-limits'),
    mtproxySecrets: list(text('mtproxy-secret')).map(toSecret),
    controlToken: toToken(text('control-token')),
    webhooks: toWebhooks(text('webhooks') ?? 'any'),
    logLevel: toLevel(text('log-level') ?? 'warn'),
    quiet: has('quiet'),
  }
}

type Given = Partial<Record<Flag, string>>

function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Given {
  const given: Given = {}
  for (const { flag } of OPTIONS) {
    const value = env[variableOf(flag)]
    if (value !== undefined && value !== '') given[flag] = value
  }
  return given
}

function fromFlags(args: readonly string[]): Given {
  const given: Given = {}
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    const match = /^--([a-z-]+)(?:=(.*))?$/s.exec(arg)
    const spec = (OPTIONS as readonly OptionSpec[]).find(({ flag }) => flag === match?.[1])
    if (!spec) {
      throw new UserError(
        'FLAG_UNKNOWN',
        `there is no option ${arg.replace(/=.*$/s, '')}`,
        `see --help${meant(arg)}; with npm: npm start -- --port 4431`,
      )
    }
    const value = match?.[2] ?? (spec.type === 'boolean' ? 'true' : args[++i])
    if (value === undefined || (value.startsWith('--') && match?.[2] === undefined)) {
      throw new UserError(
        'FLAG_EMPTY',
        `--${spec.flag} needs a value`,
        `give it as --${spec.flag} ${spec.takes ?? ''}`,
      )
    }
    given[spec.flag as Flag] = value
  }
  return given
}

function meant(arg: string): string {
  const word = arg.replace(/^-+/, '').replace(/=.*$/s, '')
  const near = nearest(
    word,
    OPTIONS.map(({ flag }) => flag),
  )
  return near === undefined ? '' : `; did you mean --${near}?`
}

function specOf(flag: Flag): OptionSpec {
  // Flag is the union of exactly these flags.
  return OPTIONS.find((option) => option.flag === flag) as OptionSpec
}

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function isTrue(flag: Flag, text: string): boolean {
  if (/^(true|1|yes|on)$/i.test(text)) return true
  if (/^(false|0|no|off)$/i.test(text)) return false
  throw new UserError(
    'FLAG_INVALID',
    `--${flag} is a switch, not ${quote(text)}`,
    `write --${flag}, or true or false`,
  )
}

/** Each once; the port itself is open anyway. */
function toAlsoPorts(texts: readonly string[], port: string | undefined): number[] {
  const others = texts.filter((text) => text !== port).map((text) => toPort('also-port', text))
  return [...new Set(others)]
}

function toData(text: string): string {
  if (text.trim() !== '') return text
  throw new UserError(
    'DATA_EMPTY',
    'the data directory has no name',
    'give a directory with --data <dir>, or :memory:, or leave --data out',
  )
}

function toPort(flag: Flag, text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UserError(
    'PORT_INVALID',
    `${quote(text)} is no port for --${flag}`,
    'give a number from 0 to 65535',
  )
}

/** A name or address; an empty one would be every address of the machine. */
function toHost(flag: Flag, text: string): string {
  const host = /^\[(.*)\]$/.exec(text)?.[1] ?? text
  // The name may lead to ::1 alone, where clients, which are told an address, would not look.
  if (host === 'localhost') return '127.0.0.1'
  if (host.includes(':') ? isIPv6(host) : /^[\w.-]+$/.test(host)) return host
  throw new UserError(
    'HOST_INVALID',
    `${quote(text)} is no address for --${flag}`,
    'give a name or an address without a port, such as 127.0.0.1 or ::1',
  )
}

function toDc(text: string): number {
  if (/^[1-5]$/.test(text)) return Number(text)
  throw new UserError(
    'DC_INVALID',
    `${quote(text)} is no data centre`,
    'give --dc a number from 1 to 5',
  )
}

function toSecret(text: string): string {
  if (/^(dd)?[0-9a-f]{32}$/i.test(text)) return text.toLowerCase()
  throw new UserError(
    'SECRET_INVALID',
    'an --mtproxy-secret is malformed',
    'give 32 hex digits, or dd and 32 hex digits; fake TLS (ee...) is not supported',
  )
}

/**
 * An empty one would be a variable that was never set, and let everybody in; one of other characters
 * than a header carries would let nobody in.
 */
function toToken(text: string | undefined): string | undefined {
  if (text === undefined || /^[!-~]([ -~]*[!-~])?$/.test(text)) return text
  const isEmpty = text.trim() === ''
  throw new UserError(
    isEmpty ? 'TOKEN_EMPTY' : 'TOKEN_INVALID',
    `the --control-token ${isEmpty ? 'is empty' : 'has characters that no header carries'}`,
    'give it ASCII characters that nobody guesses, none of them blank at the ends, or leave it out for loopback only',
  )
}

function toWebhooks(text: string): Config['webhooks'] {
  if (text === 'any' || text === 'loopback') return text
  throw new UserError(
    'WEBHOOKS_INVALID',
    `--webhooks can't be ${quote(text)}`,
    'give any, or loopback',
  )
}

function toLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((one) => one === text)
  if (level !== undefined) return level
  throw new UserError(
    'LEVEL_INVALID',
    `${quote(text)} is no log level`,
    `give one of ${LOG_LEVELS.join(', ')}`,
  )
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 60))
}
