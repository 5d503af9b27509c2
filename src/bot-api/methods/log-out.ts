import { logOutBot } from '../../domain/bots/log-out.ts'
import { method } from '../method.ts'

/**
 * logOut: https://core.telegram.org/bots/api#logout
 *
 * Every call of the next ten minutes is then answered "Logged out".
 */
export const logOut = method({
  name: 'logOut',
  parameters: {},
  async run({ u, caller }) {
    await logOutBot(u, caller)
    return true
  },
})
