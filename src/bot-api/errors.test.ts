import { describe, expect, it } from 'vitest'
import { rpcError } from '../core/rpc-error.ts'
import { answerOf, badRequest } from './errors.ts'

describe('answerOf', () => {
  it.each([
    ['a 400', rpcError('PRICING_CHAT_INVALID'), 400, 'Bad Request: PRICING_CHAT_INVALID'],
    [
      'a 403 in capitals',
      rpcError('CHAT_WRITE_FORBIDDEN'),
      400,
      'Bad Request: CHAT_WRITE_FORBIDDEN',
    ],
    ['a 406', rpcError('CHANNEL_PRIVATE', { code: 406 }), 400, 'Bad Request: CHANNEL_PRIVATE'],
    ['a 303', rpcError('PHONE_MIGRATE_%d', { value: 2 }), 400, 'Bad Request: PHONE_MIGRATE_2'],
    ['a 404', rpcError('PEER_ID_INVALID', { code: 404 }), 400, 'Bad Request: PEER_ID_INVALID'],
    ['a 401', rpcError('SESSION_REVOKED'), 401, 'Unauthorized: SESSION_REVOKED'],
    ['a 500', rpcError('RPC_CALL_FAIL'), 500, 'Internal Server Error: RPC_CALL_FAIL'],
    [
      'a deleted account',
      rpcError('INPUT_USER_DEACTIVATED'),
      403,
      'Forbidden: user is deactivated',
    ],
    ['a block', rpcError('USER_IS_BLOCKED'), 403, 'Forbidden: bot was blocked by the user'],
    [
      'an admin',
      rpcError('USER_ADMIN_INVALID'),
      400,
      'Bad Request: user is an administrator of the chat',
    ],
  ] as const)('answers %s as Telegram does', (_, error, code, description) => {
    expect(answerOf(error)).toEqual({ code, description })
  })

  it('turns a flood wait into 429 with the seconds', () => {
    expect(answerOf(rpcError('FLOOD_WAIT_%d', { value: 7 }))).toEqual({
      code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    })
  })

  it('tells where a migrated group lives, by its marked id', () => {
    const error = rpcError('CHAT_WRITE_FORBIDDEN', { migrateToChatId: 5_000_000_002 })
    expect(answerOf(error)).toMatchObject({
      code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: -1_005_000_000_002 },
    })
  })

  it('passes its own errors on and knows no answer to a bug', () => {
    const own = badRequest('chat not found')
    expect(answerOf(own)).toBe(own)
    expect(answerOf(new TypeError('x'))).toBeUndefined()
  })
})
