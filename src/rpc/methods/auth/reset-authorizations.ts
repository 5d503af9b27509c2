import { resetOtherAuthorizations } from '../../../domain/accounts/authorization.ts'
import { method } from '../../method.ts'

/** auth.resetAuthorizations: https://core.telegram.org/method/auth.resetAuthorizations */
export const resetAuthorizations = method(
  'auth.resetAuthorizations',
  async ({ u, caller, client }) => {
    await resetOtherAuthorizations(u, caller.id, client.keyId)
    return true
  },
)
