import { encodeMe } from '../encode/user.ts'
import type { BotApiMethod } from '../method.ts'

/** getMe: https://core.telegram.org/bots/api#getme */
export const getMe: BotApiMethod = {
  name: 'getMe',
  run: async ({ bot }) => encodeMe(bot),
}
