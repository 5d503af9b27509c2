import type { BotRow } from '../../store/tables/users.ts'
import type { Caller, Unit } from '../context.ts'
import { changeWebhook, dropUpdates } from './updates-webhook.ts'

/**
 * Logs a bot out of the Bot API: its webhook and its updates are gone, and for `botLoggedOutSeconds` of
 * business time it can't come back. Sessions of other clients go on.
 *
 * Source: https://core.telegram.org/bots/api#logout
 */
export async function logOutBot(u: Unit, caller: Caller): Promise<void> {
  await changeWebhook(u, caller.id)
  await dropUpdates(u, caller.id)
  await u.db.users.updateBot(caller.id, { loggedOutUntil: u.now + u.limits.botLoggedOutSeconds })
}

/** Whether a bot logged out and can't come back yet. */
export function isLoggedOut(u: Unit, bot: BotRow): boolean {
  return u.now < bot.loggedOutUntil
}
