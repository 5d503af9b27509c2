import { answerJoinRequest, JOIN_REQUEST } from '../join-requests.ts'
import { method } from '../method.ts'

/** declineChatJoinRequest: https://core.telegram.org/bots/api#declinechatjoinrequest */
export const declineChatJoinRequest = method({
  name: 'declineChatJoinRequest',
  parameters: JOIN_REQUEST,
  run: (ctx, values) => answerJoinRequest(ctx, values, false),
})
