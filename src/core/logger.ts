import pino from 'pino'
import { StorageError } from './storage-error.ts'
import { setTimeout } from './timers.ts'

/** Structured log. Fields first, then a sentence: `log.warn({ method }, 'not implemented')`. */
export type Logger = pino.Logger

/** Levels that the `--log-level` option takes. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * Names of fields that may hold a secret. They are removed wherever a log call passes them, up to
 * two objects deep, so that a careless `log.info({ request })` cannot leak a token.
 */
const SECRET_FIELDS = [
  'token',
  'botAuthToken',
  'password',
  'phoneCode',
  'phoneCodeHash',
  'authKey',
  'session',
  'secret',
  'accessHash',
  'apiHash',
  'link',
  'hash',
  'authorization',
]

/** Milliseconds between two lines about the disk. */
const STORAGE_SPAN_MS = 10_000

/**
 * Makes the process log: JSON lines on `destination` (standard error by default, so that standard
 * output stays for the ready line and the card).
 */
export function createLogger(
  level: LogLevel,
  destination: pino.DestinationStream = pino.destination(2),
): Logger {
  const paths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`])
  const storage = storageLines()
  return pino(
    {
      level,
      base: null,
      redact: { paths, censor: '[secret]' },
      hooks: {
        logMethod(given, method) {
          const { err } = (given[0] ?? {}) as { err?: unknown }
          if (!(err instanceof StorageError)) method.apply(this, given)
          else storage(err, (fields, line) => method.call(this, fields, line))
        },
      },
    },
    destination,
  )
}

/**
 * Whatever failed because of the disk, and wherever that is logged: the first line says what it is, with
 * no stack, and those that follow soon only count.
 */
function storageLines(): (
  error: StorageError,
  write: (fields: object, line: string) => void,
) => void {
  let isQuiet = false
  let refused = 0
  const begin = (tell: () => void): void => {
    isQuiet = true
    setTimeout(() => {
      isQuiet = false
      if (refused === 0) return
      tell()
      refused = 0
      begin(tell)
    }, STORAGE_SPAN_MS).unref()
  }
  return ({ code, message }, write) => {
    if (isQuiet) {
      refused++
      return
    }
    write({ code }, message)
    begin(() => {
      write({ code, refused }, message)
    })
  }
}
