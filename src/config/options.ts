import { LOG_LEVELS } from '../core/logger.ts'

/** One option of the server: a CLI flag, an environment variable, and a line of the documentation. */
export interface OptionSpec {
  /** Flag without dashes; the variable is LOCALGRAM_ and its upper case with underscores. */
  readonly flag: string
  readonly type: 'string' | 'port' | 'boolean' | 'ports' | 'secrets' | 'level'
  /** Placeholder in the help. */
  readonly takes?: string
  readonly default?: string
  readonly help: string
}

/** The ONE table of options. `--help`, the environment, docs/configuration.md and the parser read it. */
export const OPTIONS = [
  {
    flag: 'port',
    type: 'port',
    takes: '<port>',
    default: '4430',
    help: 'the one port for everything; 0 takes a free one',
  },
  {
    flag: 'host',
    type: 'string',
    takes: '<address>',
    default: '127.0.0.1',
    help: 'address to listen on; beyond loopback the control API answers only with --control-token',
  },
  {
    flag: 'also-port',
    type: 'ports',
    takes: '<port>[,<port>]',
    help: 'more ports with the same service: 80 for GramJS, which ignores the port of its session',
  },
  {
    flag: 'data',
    type: 'string',
    takes: '<dir|:memory:>',
    default: '.localgram',
    help: 'where the database and the server key are kept',
  },
  {
    flag: 'seed',
    type: 'string',
    takes: '<file.yaml>',
    help: 'a world to make at start in an empty database',
  },
  {
    flag: 'demo',
    type: 'boolean',
    help: 'make the demo world (examples/world.yaml) in an empty database',
  },
  {
    flag: 'public-host',
    type: 'string',
    takes: '<address>',
    help: 'address that clients are told, where it differs from --host; 127.0.0.1 for a --host of 0.0.0.0',
  },
  {
    flag: 'dc',
    type: 'string',
    takes: '<1-5>',
    default: '2',
    help: 'number of the data centre this server says it is',
  },
  {
    flag: 'test-mode',
    type: 'boolean',
    help: "Telegram's test environment: help.getConfig.test_mode, subscription periods of 60 and 300 s",
  },
  {
    flag: 'flood-limits',
    type: 'boolean',
    help: "Telegram's limits on how often bots may send: 429 with retry_after, by the clock that tests move",
  },
  {
    flag: 'mtproxy-secret',
    type: 'secrets',
    takes: '<hex>[,<hex>]',
    default: '00112233445566778899aabbccddeeff',
    help: 'secrets of the built-in MTProxy, 16 bytes or dd and 16 bytes',
  },
  {
    flag: 'control-token',
    type: 'string',
    takes: '<token>',
    help: 'bearer token of the control API; without one it answers on loopback only',
  },
  {
    flag: 'webhooks',
    type: 'string',
    takes: '<any|loopback>',
    default: 'any',
    help: 'where bots may have their webhooks; loopback where strangers hold tokens of bots',
  },
  {
    flag: 'log-level',
    type: 'level',
    takes: `<${LOG_LEVELS.join('|')}>`,
    default: 'warn',
    help: 'how much is logged on standard error, as JSON lines',
  },
  { flag: 'quiet', type: 'boolean', help: 'no card, only the ready line' },
] as const satisfies readonly OptionSpec[]

/** Environment variable of a flag. */
export function variableOf(flag: string): string {
  return `LOCALGRAM_${flag.toUpperCase().replaceAll('-', '_')}`
}

/** The text of `localgram --help`. */
export function helpText(): string {
  const rows = (OPTIONS as readonly OptionSpec[]).map((option) => {
    const left = `  --${option.flag}${option.takes === undefined ? '' : ` ${option.takes}`}`
    const fallback = option.default === undefined ? '' : ` (default ${option.default})`
    return `${left}\n      ${option.help}${fallback}  [${variableOf(option.flag)}]`
  })
  return [
    'localgram: a server that unmodified Telegram clients take for Telegram, for invite links',
    '',
    'Usage: localgram [options]        (npm start -- [options])',
    '',
    ...rows,
    '  --help\n      this text',
    '  --version\n      the version, and the layers it speaks',
  ].join('\n')
}
