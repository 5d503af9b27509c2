import { CHAT_ID, yesOrNo, type Line, type MethodTable } from './table.ts'

const NEW = { chat_id: '<supergroup>' }
const LONG_NAME = 'n'.repeat(33)

/** What can be chosen of a link; the values are the same for a new one and a changed one. */
const OPTIONS: readonly Line[] = [
  ['name', undefined, { name: undefined }],
  ['name', '', { name: undefined }],
  ['name', '42', { name: '42' }],
  ['name', LONG_NAME, { name: 'n'.repeat(32) }],
  ['expire_date', undefined, { expire_date: undefined }],
  ['expire_date', '', { expire_date: undefined }],
  ['expire_date', 'null', { expire_date: undefined }],
  ['expire_date', 'soon', { expire_date: undefined }],
  ['expire_date', '-5', { expire_date: undefined }],
  ['expire_date', '<now+60>', { expire_date: '<now+60>' }],
  ['expire_date', '<now+60>.9', { expire_date: '<now+60>' }],
  ['expire_date', '<now+60>Z', { expire_date: '<now+60>' }],
  ['expire_date', '<now>', 'EXPIRE_DATE_INVALID'],
  ['expire_date', '1', 'EXPIRE_DATE_INVALID'],
  ['expire_date', '1.9e9', 'EXPIRE_DATE_INVALID'],
  // Seconds beyond 32 bits, and milliseconds given for seconds.
  ['expire_date', '4000000000', { expire_date: undefined }],
  ['expire_date', '1764400000000', { expire_date: undefined }],
  ['expire_date', '1795934378137', 'EXPIRE_DATE_INVALID'],
  ['member_limit', undefined, { member_limit: undefined }],
  ['member_limit', '', { member_limit: undefined }],
  ['member_limit', 'few', { member_limit: undefined }],
  ['member_limit', '-5', { member_limit: undefined }],
  ['member_limit', '7.9', { member_limit: 7 }],
  ['member_limit', '99999', { member_limit: 99_999 }],
  ['member_limit', '100000', 'USAGE_LIMIT_INVALID'],
  ['member_limit', '2147483647', 'USAGE_LIMIT_INVALID'],
  ['member_limit', '4294967297', { member_limit: 1 }],
  ['member_limit', '1000000000000000', { member_limit: undefined }],
  ...yesOrNo(
    'creates_join_request',
    { creates_join_request: true },
    { creates_join_request: false },
  ),
]

const LINK: readonly Line[] = [
  ['invite_link', undefined, 'invite link must be non-empty'],
  ['invite_link', '', 'invite link must be non-empty'],
  ['invite_link', 'x', 'INVITE_HASH_EXPIRED'],
]

/** Methods about invite links. */
export const LINKS: readonly MethodTable[] = [
  {
    method: 'exportChatInviteLink',
    source: 'process_export_chat_invite_link_query',
    call: NEW,
    lines: CHAT_ID,
  },
  {
    method: 'createChatInviteLink',
    source: 'process_create_chat_invite_link_query',
    call: NEW,
    look: 'result',
    lines: [...CHAT_ID, ...OPTIONS],
  },
  {
    method: 'editChatInviteLink',
    source: 'process_edit_chat_invite_link_query',
    call: { ...NEW, invite_link: '<link>' },
    look: 'result',
    lines: [...CHAT_ID, ...LINK, ...OPTIONS],
  },
  {
    method: 'revokeChatInviteLink',
    source: 'process_revoke_chat_invite_link_query',
    call: { ...NEW, invite_link: '<link>' },
    lines: [...CHAT_ID, ...LINK],
  },
  {
    method: 'createChatSubscriptionInviteLink',
    source: 'process_create_chat_subscription_invite_link_query',
    call: { chat_id: '<channel>', subscription_period: '2592000', subscription_price: '7' },
    look: 'result',
    lines: [
      ...CHAT_ID,
      ['name', undefined, { name: undefined }],
      ['name', LONG_NAME, { name: 'n'.repeat(32) }],
      ['subscription_period', undefined, 'invalid subscription pricing specified'],
      ['subscription_period', 'month', 'invalid subscription pricing specified'],
      ['subscription_period', '4294967296', 'invalid subscription pricing specified'],
      ['subscription_period', '4297559296', { subscription_period: 2_592_000 }],
      ['subscription_period', '2147483647', 'SUBSCRIPTION_PERIOD_INVALID'],
      ['subscription_price', undefined, 'invalid subscription pricing specified'],
      ['subscription_price', '-7', 'invalid subscription pricing specified'],
      ['subscription_price', '4294967303', { subscription_price: 7 }],
      ['subscription_price', 'much', 'invalid subscription pricing specified'],
    ],
  },
  {
    method: 'editChatSubscriptionInviteLink',
    source: 'process_edit_chat_subscription_invite_link_query',
    call: { chat_id: '<channel>', invite_link: '<paid link>' },
    look: 'result',
    lines: [
      ...CHAT_ID,
      ...LINK,
      ['name', undefined, { name: undefined }],
      ['name', '', { name: undefined }],
      ['name', LONG_NAME, { name: 'n'.repeat(32) }],
    ],
  },
]
