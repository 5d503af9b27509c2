import type { Unit } from '../domain/context.ts'
import { botOfToken } from '../domain/accounts/bot-login.ts'
import { isLoggedOut } from '../domain/bots/log-out.ts'
import { BotApiError } from './errors.ts'
import type { Bot } from './method.ts'

/** Longest token that is looked at. */
const TOKEN_MAX = 80

/**
 * The bot of a token, compared in constant time after it was found by the id in front of the colon.
 *
 * @throws BotApiError 401 for what is no token (its text says so) and for one that no bot has; 400 for a
 *   bot that logged out
 * Spec: section 6.2 row 2.
 */
export async function authenticate(u: Unit, token: string): Promise<Bot> {
  if (token.length > TOKEN_MAX || !/^[1-9]\d{0,15}:/.test(token)) {
    throw new BotApiError(401, 'Unauthorized: invalid token specified')
  }
  const bot = await botOfToken(u, token)
  if (!bot || bot.user.deleted) throw new BotApiError(401, 'Unauthorized')
  // Telegram's server has no prefix here.
  if (isLoggedOut(u, bot.settings)) throw new BotApiError(400, 'Logged out')
  return bot
}
