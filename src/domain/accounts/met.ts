import { requestsToAnswer } from '../join-requests/asks-to-join.ts'
import type { Caller, Unit } from '../context.ts'

/**
 * Whether the caller may name an account by its id alone, as the Bot API does and as MTProto does with
 * access hash 0. Everybody may so name themselves. A bot may so name those whom it met: they wrote to it,
 * are or were in a chat with it, or asked to join a chat of its. People may not: for them a bare id leads
 * nowhere on Telegram either.
 *
 * Source: https://core.telegram.org/api/peers#access-hash says that bots may leave the hash out; the
 *   maintainers say of whom in tdlib/telegram-bot-api #332 and tdlib/td #589. [INF] that a bot never forgets
 */
export async function hasMet(u: Unit, caller: Caller, userId: number): Promise<boolean> {
  if (userId === caller.id) return true
  if (!caller.isBot) return false
  if (await u.db.acquaintances.haveSharedChat(caller.id, userId)) return true
  if (await u.db.acquaintances.has(caller.id, userId)) return true
  if (await u.db.messages.dialog(caller.id, 'user', userId)) return true
  return (await requestsToAnswer(u, caller, userId)).length > 0
}
