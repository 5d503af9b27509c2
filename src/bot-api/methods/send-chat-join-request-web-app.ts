import { answerJoinQuery } from '../../domain/join-requests/guard.ts'
import { method } from '../method.ts'
import { required, text } from '../parameters.ts'

/** sendChatJoinRequestWebApp: https://core.telegram.org/bots/api#sendchatjoinrequestwebapp */
export const sendChatJoinRequestWebApp = method({
  name: 'sendChatJoinRequestWebApp',
  parameters: { chat_join_request_query_id: required(text()), web_app_url: required(text()) },
  async run({ u, caller }, { chat_join_request_query_id: queryId, web_app_url: webAppUrl }) {
    await answerJoinQuery(u, caller, queryId, { webAppUrl })
    return true
  },
})
