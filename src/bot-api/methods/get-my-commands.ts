import { getCommands } from '../../domain/bots/commands.ts'
import { languageCode, openList, scope } from '../command-parameters.ts'
import { method } from '../method.ts'

/** getMyCommands: https://core.telegram.org/bots/api#getmycommands */
export const getMyCommands = method({
  name: 'getMyCommands',
  parameters: { scope, language_code: languageCode },
  async run(ctx, values) {
    const list = await openList(ctx, values)
    return getCommands(ctx.u, ctx.caller, list)
  },
})
