import { importLoginToken as goOn } from '../../../domain/accounts/qr-login.ts'
import { encodeLoginToken } from '../../encode/login-token.ts'
import { openMethod } from '../../method.ts'

/** auth.importLoginToken: https://core.telegram.org/method/auth.importLoginToken */
export const importLoginToken = openMethod('auth.importLoginToken', async (ctx, request) =>
  encodeLoginToken(ctx, await goOn(ctx.u, ctx.client, request.token)),
)
