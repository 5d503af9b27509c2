import { exportLoginToken as beginOrFinish } from '../../../domain/accounts/qr-login.ts'
import { encodeLoginToken } from '../../encode/login-token.ts'
import { openMethod } from '../../method.ts'

/** auth.exportLoginToken: https://core.telegram.org/method/auth.exportLoginToken */
export const exportLoginToken = openMethod('auth.exportLoginToken', async (ctx, request) => {
  const { apiId, apiHash, exceptIds } = request
  const login = await beginOrFinish(ctx.u, ctx.client, apiId, apiHash, exceptIds)
  return encodeLoginToken(ctx, login)
})
