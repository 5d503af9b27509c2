import { provePassword } from '../../../domain/accounts/password.ts'
import { passwordAccount } from '../../../domain/accounts/sign-in.ts'
import { passwordProof } from '../../decode/password.ts'
import { method } from '../../method.ts'

/**
 * account.getPasswordSettings: https://core.telegram.org/method/account.getPasswordSettings
 *
 * The settings themselves are empty: there is neither a recovery e-mail nor Telegram Passport.
 */
export const getPasswordSettings = method(
  'account.getPasswordSettings',
  async ({ u, caller, client }, request) => {
    const user = await passwordAccount(u, caller.id, client.keyId)
    await provePassword(u, user, passwordProof(request.password))
    return { _: 'account.passwordSettings' }
  },
)
