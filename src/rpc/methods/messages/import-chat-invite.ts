import { importInvite } from '../../../domain/invites/import.ts'
import { answerJoin } from '../../join-answer.ts'
import { method } from '../../method.ts'

/** messages.importChatInvite: https://core.telegram.org/method/messages.importChatInvite */
export const importChatInvite = method('messages.importChatInvite', async (ctx, { hash }) =>
  answerJoin(ctx, await importInvite(ctx.u, ctx.caller, hash)),
)
