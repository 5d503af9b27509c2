/** What a client is tested to do. */
export const FLOWS = [
  'login as user',
  'login as bot',
  'export',
  'join',
  'requests',
  'updates',
] as const
export type Flow = (typeof FLOWS)[number]

/** A client package, and the file in e2e/ whose tests show each flow. */
export interface CoveredClient {
  readonly name: string
  /** Its page in docs/clients/, without the ending. */
  readonly page?: string
  readonly version: string
  readonly layer: string
  readonly flows: Readonly<Partial<Record<Flow, string>>>
}

/** Every flow; those of a link's later life may be shown by a file of their own. */
function everything(file: string, later = file): Record<Flow, string> {
  return {
    'login as user': file,
    'login as bot': file,
    export: file,
    join: later,
    requests: later,
    updates: file,
  }
}

/** What a bot over HTTP does: it never follows a link, and logs in by its token in each call. */
const BOT_FLOWS: CoveredClient['flows'] = {
  'login as bot': 'bots.e2e.ts',
  export: 'bots.e2e.ts',
  requests: 'bots.e2e.ts',
  updates: 'bots.e2e.ts',
}

/** A library of the Bot API. */
function botLibrary(name: string, page: string, version: string): CoveredClient {
  return { name, page, version, layer: 'Bot API', flows: BOT_FLOWS }
}

/** Every client that the test command runs. */
export const CLIENTS: readonly CoveredClient[] = [
  {
    name: 'GramJS',
    page: 'gramjs',
    version: '2.26.22',
    layer: '198',
    flows: everything('gramjs.e2e.ts', 'gramjs-links.e2e.ts'),
  },
  {
    name: 'teleproto',
    page: 'teleproto',
    version: '1.229.0',
    layer: '229',
    flows: everything('teleproto.e2e.ts', 'teleproto-links.e2e.ts'),
  },
  {
    name: 'mtcute',
    page: 'mtcute',
    version: '0.30.3',
    layer: '227',
    flows: everything('mtcute.e2e.ts', 'mtcute-links.e2e.ts'),
  },
  {
    name: 'TDLib',
    page: 'tdlib',
    version: '1.8.65',
    layer: '227',
    flows: everything('tdlib.e2e.ts', 'tdlib-invites.e2e.ts'),
  },
  {
    name: 'Pyrogram',
    page: 'pyrogram',
    version: '2.0.106',
    layer: '158',
    flows: everything('python.e2e.ts'),
  },
  {
    name: 'kurigram',
    page: 'pyrogram',
    version: '2.2.26',
    layer: '229',
    flows: everything('python.e2e.ts'),
  },
  {
    name: 'Telethon',
    page: 'telethon',
    version: '1.45.0',
    layer: '229',
    flows: everything('python.e2e.ts'),
  },
  {
    name: 'gotd/td',
    page: 'gotd',
    version: '0.162.0',
    layer: '229',
    flows: everything('go.e2e.ts'),
  },
  {
    name: 'MadelineProto',
    page: 'madelineproto',
    version: '8.3.5',
    layer: '190',
    flows: everything('madeline.e2e.ts'),
  },
  botLibrary('grammY', 'grammy', '1.46.0'),
  botLibrary('Telegraf', 'telegraf', '4.16.3'),
  botLibrary('node-telegram-bot-api', 'bot-api', '2.1.0'),
  botLibrary('aiogram', 'aiogram', '3.31.0'),
  botLibrary('python-telegram-bot', 'python-telegram-bot', '22.8'),
]
