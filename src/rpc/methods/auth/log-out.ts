import { logOut as endLogin } from '../../../domain/accounts/authorization.ts'
import { method } from '../../method.ts'

/** auth.logOut: https://core.telegram.org/method/auth.logOut */
export const logOut = method('auth.logOut', async ({ u, client }) => {
  await endLogin(u, client.keyId)
  return { _: 'auth.loggedOut' }
})
