import { importBotAuthorization as logBotIn } from '../../../domain/accounts/bot-login.ts'
import { answerLogin } from '../../login.ts'
import { openMethod } from '../../method.ts'

/** auth.importBotAuthorization: https://core.telegram.org/method/auth.importBotAuthorization */
export const importBotAuthorization = openMethod(
  'auth.importBotAuthorization',
  async (ctx, request) => {
    const { apiId, apiHash, botAuthToken } = request
    return answerLogin(ctx, await logBotIn(ctx.u, ctx.client, apiId, apiHash, botAuthToken))
  },
)
