import { method } from '../method.ts'

/**
 * close: https://core.telegram.org/bots/api#close
 *
 * Telegram's server lets go of the bot, so that another may take it. localgram holds nothing for a bot
 * between its calls, so there is nothing to let go of, and no first ten minutes in which it is refused.
 */
export const close = method({
  name: 'close',
  parameters: {},
  run: async () => true,
})
