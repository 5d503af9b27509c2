import { changePassword } from '../../../domain/accounts/password.ts'
import { passwordAccount } from '../../../domain/accounts/sign-in.ts'
import { passwordChange, passwordProof } from '../../decode/password.ts'
import { method } from '../../method.ts'

/** account.updatePasswordSettings: https://core.telegram.org/method/account.updatePasswordSettings */
export const updatePasswordSettings = method(
  'account.updatePasswordSettings',
  async ({ u, caller, client }, request) => {
    const user = await passwordAccount(u, caller.id, client.keyId)
    const change = passwordChange(request.newSettings)
    await changePassword(u, user, passwordProof(request.password), change)
    return true
  },
)
