import { rpcError } from '../../../core/rpc-error.ts'
import { hasPassword } from '../../../domain/accounts/password.ts'
import { passwordAccount } from '../../../domain/accounts/sign-in.ts'
import { openMethod } from '../../method.ts'

/**
 * auth.requestPasswordRecovery: https://core.telegram.org/method/auth.requestPasswordRecovery
 *
 * No account has a recovery e-mail here, and so none can be recovered.
 */
export const requestPasswordRecovery = openMethod(
  'auth.requestPasswordRecovery',
  async ({ u, caller, client }) => {
    const user = await passwordAccount(u, caller.id, client.keyId)
    throw rpcError(hasPassword(user) ? 'PASSWORD_RECOVERY_NA' : 'PASSWORD_EMPTY')
  },
)
