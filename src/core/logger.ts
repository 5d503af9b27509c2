import pino from 'pino'

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

/**
 * Makes the process log: JSON lines on `destination` (standard error by default, so that standard
 * output stays for the ready line and the card).
 */
export function createLogger(
  level: LogLevel,
  destination: pino.DestinationStream = pino.destination(2),
): Logger {
  const paths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`])
  return pino({ level, base: null, redact: { paths, censor: '[secret]' } }, destination)
}
