import { joinPublic } from '../../../domain/members/join-public.ts'
import { inputChannel } from '../../decode/peer.ts'
import { answerJoin } from '../../join-answer.ts'
import { method } from '../../method.ts'

/** channels.joinChannel: https://core.telegram.org/method/channels.joinChannel */
export const joinChannel = method('channels.joinChannel', async (ctx, { channel }) =>
  answerJoin(ctx, await joinPublic(ctx.u, ctx.caller, inputChannel(channel))),
)
