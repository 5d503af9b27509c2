import { encodeMe } from '../encode/user.ts'
import { method } from '../method.ts'

/** getMe: https://core.telegram.org/bots/api#getme */
export const getMe = method({
  name: 'getMe',
  parameters: {},
  run: async ({ bot }) => encodeMe(bot),
})
