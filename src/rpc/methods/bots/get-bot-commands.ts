import { getCommands } from '../../../domain/bots/commands.ts'
import { commandList } from '../../decode/command-scope.ts'
import { encodeBotCommand } from '../../encode/bot-info.ts'
import { method } from '../../method.ts'

/** bots.getBotCommands: https://core.telegram.org/method/bots.getBotCommands */
export const getBotCommands = method('bots.getBotCommands', async (ctx, request) => {
  const commands = await getCommands(ctx.u, ctx.caller, await commandList(ctx, request))
  return commands.map(encodeBotCommand)
})
