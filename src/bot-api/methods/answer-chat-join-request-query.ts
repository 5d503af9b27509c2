import { answerJoinQuery } from '../../domain/join-requests/guard.ts'
import { badRequest } from '../errors.ts'
import { method } from '../method.ts'
import { required, text, word } from '../parameters.ts'

/** What a guard bot may decide, by Telegram's words. */
const DECISIONS = { approve: 'approved', decline: 'declined', queue: 'queued' } as const

/**
 * answerChatJoinRequestQuery: https://core.telegram.org/bots/api#answerchatjoinrequestquery
 *
 * [INF] the text for a `result` that is none of the three.
 */
export const answerChatJoinRequestQuery = method({
  name: 'answerChatJoinRequestQuery',
  parameters: {
    chat_join_request_query_id: required(text()),
    result: required(word(Object.keys(DECISIONS))),
  },
  async run({ u, caller }, { chat_join_request_query_id: queryId, result }) {
    const decision = new Map(Object.entries(DECISIONS)).get(result)
    if (decision === undefined) throw badRequest('invalid join request query result specified')
    await answerJoinQuery(u, caller, queryId, decision)
    return true
  },
})
