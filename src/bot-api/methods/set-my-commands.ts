import { setCommands } from '../../domain/bots/commands.ts'
import { commands, languageCode, openScope, scope } from '../command-parameters.ts'
import { method } from '../method.ts'

/** setMyCommands: https://core.telegram.org/bots/api#setmycommands */
export const setMyCommands = method({
  name: 'setMyCommands',
  parameters: { commands, scope, language_code: languageCode },
  async run(ctx, values) {
    const list = { scope: await openScope(ctx, values.scope), languageCode: values.language_code }
    await setCommands(ctx.u, ctx.caller, list, values.commands)
    return true
  },
})
