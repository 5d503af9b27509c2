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

/** Every flow, shown by one file. */
function everything(file: string): Record<Flow, string> {
  return {
    'login as user': file,
    'login as bot': file,
    export: file,
    join: file,
    requests: file,
    updates: file,
  }
}

/** Every client that the test command runs. */
export const CLIENTS: readonly CoveredClient[] = [
  {
    name: 'GramJS',
    page: 'gramjs',
    version: '2.26.22',
    layer: '198',
    flows: everything('gramjs.e2e.ts'),
  },
  {
    name: 'teleproto',
    page: 'teleproto',
    version: '1.229.0',
    layer: '229',
    flows: everything('teleproto.e2e.ts'),
  },
  {
    name: 'mtcute',
    page: 'mtcute',
    version: '0.30.3',
    layer: '227',
    flows: everything('mtcute.e2e.ts'),
  },
  {
    name: 'TDLib',
    page: 'tdlib',
    version: '1.8.65',
    layer: '227',
    flows: everything('tdlib.e2e.ts'),
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
]
