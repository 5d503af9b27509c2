import { rpcError } from '../../../core/rpc-error.ts'
import { answerJoinQuery, type GuardAnswer } from '../../../domain/join-requests/guard.ts'
import type { TypeJoinChatBotResult } from '../../../tl/generated/base.ts'
import { method } from '../../method.ts'

/**
 * bots.setJoinChatResults, layer 227 (spec section 5.4): a guard bot decides. For bots: Telegram's list
 * of methods by caller is older than this one.
 */
export const setJoinChatResults = method(
  'bots.setJoinChatResults',
  async ({ u, caller }, { queryId, result }) => {
    if (!caller.isBot) throw rpcError('USER_BOT_REQUIRED')
    await answerJoinQuery(u, caller, String(queryId), answerOf(result))
    return true
  },
)

function answerOf(result: TypeJoinChatBotResult): GuardAnswer {
  switch (result._) {
    case 'joinChatBotResultApproved':
      return 'approved'
    case 'joinChatBotResultDeclined':
      return 'declined'
    case 'joinChatBotResultQueued':
      return 'queued'
    case 'joinChatBotResultWebView':
      return { webAppUrl: result.url }
  }
}
