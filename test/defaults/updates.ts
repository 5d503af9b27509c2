import { TAKEN, yesOrNo, type Line, type MethodTable } from './table.ts'

/** Which of the three updates that wait are told, by their place. */
const told = (...places: readonly number[]) => ({ places })
const ALL = told(0, 1, 2)

const CHOICE: readonly Line[] = [
  ['allowed_updates', undefined, { allowed_updates: ['message'] }],
  ['allowed_updates', '', { allowed_updates: ['message'] }],
  ['allowed_updates', 'message', { allowed_updates: ['message'] }],
  ['allowed_updates', '"poll"', { allowed_updates: ['message'] }],
  ['allowed_updates', '["poll",1]', { allowed_updates: ['message'] }],
  ['allowed_updates', '["Poll","nothing"]', { allowed_updates: ['poll'] }],
  ['allowed_updates', '[]', { allowed_updates: undefined }],
  ['allowed_updates', '["nothing"]', { allowed_updates: undefined }],
]

const HOOK = 'http://127.0.0.1:1/hook'
const connections = (max_connections: number) => ({ max_connections })

/** Methods about updates; the bot's choice before each call is `message`. */
export const UPDATES: readonly MethodTable[] = [
  {
    method: 'getUpdates',
    source: 'process_get_updates_query',
    look: 'result',
    lines: [
      ['offset', undefined, ALL],
      ['offset', '', ALL],
      ['offset', 'x', ALL],
      ['offset', '<update 1>', told(1, 2)],
      ['offset', '<update 1>.7', told(1, 2)],
      ['offset', '-1', told(2)],
      ['offset', '4294967295', told(2)],
      ['offset', '4294967296', ALL],
      ['limit', undefined, ALL],
      ['limit', '2', told(0, 1)],
      ['limit', '0', told(0)],
      ['limit', '-5', told(0)],
      ['limit', 'x', told(0)],
      ['limit', '101', ALL],
      ['limit', '4294967298', told(0, 1)],
    ],
  },
  {
    method: 'getUpdates',
    source: 'process_get_updates_query, where nothing waits',
    call: { offset: '<update 3>' },
    look: 'result',
    lines: [undefined, '', 'x', '0', '-5', '4294967296'].map((given) => ['timeout', given, told()]),
  },
  { method: 'getUpdates', source: 'get_allowed_update_types', look: 'webhook', lines: CHOICE },
  {
    method: 'setWebhook',
    source: 'process_set_webhook_query, do_set_webhook',
    call: { url: HOOK },
    look: 'webhook',
    lines: [
      ...CHOICE,
      ['url', undefined, { url: '' }],
      ['url', '', { url: '' }],
      ['url', 'ftp://example.org', 'invalid webhook URL specified'],
      ['url', ':', 'invalid webhook URL specified'],
      ['certificate', undefined, { has_custom_certificate: false }],
      ['certificate', 'x', { has_custom_certificate: false }],
      ['ip_address', undefined, { ip_address: '127.0.0.1' }],
      ['ip_address', '127.0.0.2', { ip_address: '127.0.0.2' }],
      ['max_connections', undefined, connections(40)],
      ['max_connections', '', connections(40)],
      ['max_connections', 'x', connections(1)],
      ['max_connections', '0', connections(1)],
      ['max_connections', '7.9', connections(7)],
      ['max_connections', '101', connections(100)],
      ['max_connections', '2147483648', connections(1)],
      ['max_connections', '4294967303', connections(7)],
      ...yesOrNo('drop_pending_updates', { pending_update_count: 0 }, { pending_update_count: 3 }),
      ['secret_token', undefined, TAKEN],
      ['secret_token', 'a-Z_0', TAKEN],
      ['secret_token', 'a b', 'secret token contains unallowed characters'],
      ['secret_token', 's'.repeat(257), 'secret token is too long'],
    ],
  },
  {
    method: 'deleteWebhook',
    source: 'process_set_webhook_query',
    look: 'webhook',
    lines: yesOrNo(
      'drop_pending_updates',
      { pending_update_count: 0 },
      { pending_update_count: 3 },
    ),
  },
  {
    method: 'getWebhookInfo',
    source: 'process_get_webhook_info_query',
    lines: [['x', 'x', TAKEN]],
  },
  { method: 'close', source: 'on_cmd', lines: [['anything', 'x', TAKEN]] },
]
