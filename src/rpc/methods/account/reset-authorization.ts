import { resetAuthorization as endLogin } from '../../../domain/accounts/authorization.ts'
import { method } from '../../method.ts'

/** account.resetAuthorization: https://core.telegram.org/method/account.resetAuthorization */
export const resetAuthorization = method(
  'account.resetAuthorization',
  async ({ u, caller, client }, request) => {
    await endLogin(u, caller.id, client.keyId, request.hash)
    return true
  },
)
