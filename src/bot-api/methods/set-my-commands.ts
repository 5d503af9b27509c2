import { setCommands } from '../../domain/bots/commands.ts'
import { checkedCommands, commands, languageCode, openList, scope } from '../command-parameters.ts'
import { method } from '../method.ts'

/** setMyCommands: https://core.telegram.org/bots/api#setmycommands */
export const setMyCommands = method({
  name: 'setMyCommands',
  parameters: { commands, scope, language_code: languageCode },
  async run(ctx, values) {
    const list = await openList(ctx, values)
    await setCommands(ctx.u, ctx.caller, list, checkedCommands(values.commands))
    return true
  },
})
