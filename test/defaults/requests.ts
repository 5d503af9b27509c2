import { CHAT_ID, TAKEN, userId, type Line, type MethodTable } from './table.ts'

const ASKED = { chat_id: '<supergroup>', user_id: '<asker>' }
const NO_QUERY = 'query is too old and response timeout expired or query ID is invalid'

const QUERY: readonly Line[] = [
  ['chat_join_request_query_id', undefined, NO_QUERY],
  ['chat_join_request_query_id', '', NO_QUERY],
  ['chat_join_request_query_id', '<query>0', NO_QUERY],
  ['chat_join_request_query_id', '<query>', TAKEN],
]

/** Methods about requests to join. */
export const REQUESTS: readonly MethodTable[] = [
  {
    method: 'approveChatJoinRequest',
    source: 'process_approve_chat_join_request_query',
    call: ASKED,
    look: 'member',
    lines: [
      ...CHAT_ID,
      ...userId('user not found'),
      ['user_id', '<asker>.5', { status: 'member' }],
    ],
  },
  {
    method: 'declineChatJoinRequest',
    source: 'process_decline_chat_join_request_query',
    call: ASKED,
    lines: [...CHAT_ID, ...userId('user not found'), ['user_id', '<asker> please', TAKEN]],
  },
  {
    method: 'answerChatJoinRequestQuery',
    source: 'newer than the source; INF',
    call: { chat_join_request_query_id: '<query>', result: 'queue' },
    lines: [
      ...QUERY,
      ['result', undefined, 'invalid join request query result specified'],
      ['result', 'Approve', 'invalid join request query result specified'],
      ['result', 'approve', TAKEN],
    ],
  },
  {
    method: 'sendChatJoinRequestWebApp',
    source: 'newer than the source; INF',
    call: { chat_join_request_query_id: '<query>', web_app_url: 'https://example.org' },
    lines: [
      ...QUERY,
      ['web_app_url', undefined, 'URL_INVALID'],
      ['web_app_url', 'x', 'URL_INVALID'],
    ],
  },
]
