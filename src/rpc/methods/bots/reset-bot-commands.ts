import { deleteCommands } from '../../../domain/bots/commands.ts'
import { commandList } from '../../decode/command-scope.ts'
import { method } from '../../method.ts'

/** bots.resetBotCommands: https://core.telegram.org/method/bots.resetBotCommands */
export const resetBotCommands = method('bots.resetBotCommands', async (ctx, request) => {
  await deleteCommands(ctx.u, ctx.caller, await commandList(ctx, request))
  return true
})
