import { answerJoinRequest, JOIN_REQUEST } from '../join-requests.ts'
import { method } from '../method.ts'

/** approveChatJoinRequest: https://core.telegram.org/bots/api#approvechatjoinrequest */
export const approveChatJoinRequest = method({
  name: 'approveChatJoinRequest',
  parameters: JOIN_REQUEST,
  run: (ctx, values) => answerJoinRequest(ctx, values, true),
})
