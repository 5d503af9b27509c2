import { getPassword as passwordState } from '../../../domain/accounts/password.ts'
import { passwordAccount } from '../../../domain/accounts/sign-in.ts'
import { encodePassword } from '../../encode/password.ts'
import { openMethod } from '../../method.ts'

/**
 * account.getPassword: https://core.telegram.org/method/account.getPassword
 *
 * Also answered while a login waits for its password.
 */
export const getPassword = openMethod('account.getPassword', async ({ u, caller, client }) => {
  const user = await passwordAccount(u, caller.id, client.keyId)
  return encodePassword(await passwordState(u, user))
})
