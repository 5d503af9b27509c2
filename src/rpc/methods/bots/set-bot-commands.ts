import { setCommands } from '../../../domain/bots/commands.ts'
import { commandList } from '../../decode/command-scope.ts'
import { method } from '../../method.ts'

/**
 * bots.setBotCommands: https://core.telegram.org/method/bots.setBotCommands
 *
 * That a command is ephemeral is not kept: the Bot API has no field for it.
 */
export const setBotCommands = method('bots.setBotCommands', async (ctx, request) => {
  const commands = request.commands.map(({ command, description }) => ({ command, description }))
  await setCommands(ctx.u, ctx.caller, await commandList(ctx, request), commands)
  return true
})
