import { logOut as endLogin } from '../../../domain/accounts/authorization.ts'
import { openMethod } from '../../method.ts'

/**
 * auth.logOut: https://core.telegram.org/method/auth.logOut
 *
 * Also ends a login that waits for its password.
 */
export const logOut = openMethod('auth.logOut', async ({ u, client }) => {
  await endLogin(u, client.keyId)
  return { _: 'auth.loggedOut' }
})
