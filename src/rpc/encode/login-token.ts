import type { QrLogin } from '../../domain/accounts/qr-login.ts'
import type { TypeAuthLoginToken } from '../../tl/generated/auth.ts'
import { answerLogin } from '../login.ts'
import type { RpcContext } from '../method.ts'

/** Where a QR-code login stands (https://core.telegram.org/type/auth.LoginToken). */
export async function encodeLoginToken(
  ctx: RpcContext,
  login: QrLogin,
): Promise<TypeAuthLoginToken> {
  if (login.kind === 'token') {
    return { _: 'auth.loginToken', expires: login.expires, token: login.token }
  }
  return { _: 'auth.loginTokenSuccess', authorization: await answerLogin(ctx, login.user) }
}
