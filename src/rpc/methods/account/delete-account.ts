import { deleteAccount as remove } from '../../../domain/accounts/delete-account.ts'
import { passwordAccount } from '../../../domain/accounts/sign-in.ts'
import { passwordProof } from '../../decode/password.ts'
import { openMethod } from '../../method.ts'

/**
 * account.deleteAccount: https://core.telegram.org/method/account.deleteAccount
 *
 * Also answered while a login waits for its password: clients offer it to those who forgot theirs.
 */
export const deleteAccount = openMethod(
  'account.deleteAccount',
  async ({ u, caller, client }, request) => {
    const user = await passwordAccount(u, caller.id, client.keyId)
    await remove(u, user, request.password && passwordProof(request.password))
    return true
  },
)
