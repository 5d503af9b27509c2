import { deleteCommands } from '../../domain/bots/commands.ts'
import { languageCode, openList, scope } from '../command-parameters.ts'
import { method } from '../method.ts'

/** deleteMyCommands: https://core.telegram.org/bots/api#deletemycommands */
export const deleteMyCommands = method({
  name: 'deleteMyCommands',
  parameters: { scope, language_code: languageCode },
  async run(ctx, values) {
    const list = await openList(ctx, values)
    await deleteCommands(ctx.u, ctx.caller, list)
    return true
  },
})
