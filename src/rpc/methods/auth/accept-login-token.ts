import { acceptLoginToken as accept } from '../../../domain/accounts/qr-login.ts'
import { encodeAuthorization } from '../../encode/authorization.ts'
import { method } from '../../method.ts'

/** auth.acceptLoginToken: https://core.telegram.org/method/auth.acceptLoginToken */
export const acceptLoginToken = method('auth.acceptLoginToken', async ({ u, caller }, request) =>
  encodeAuthorization(await accept(u, caller.id, request.token), false, ''),
)
