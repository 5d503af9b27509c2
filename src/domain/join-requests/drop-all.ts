import type { Unit } from '../context.ts'
import { dropRequest } from '../members/forget-request.ts'

/** Takes back every request of an account that is being deleted. */
export async function dropRequestsOf(u: Unit, userId: number): Promise<void> {
  for (const { chatId } of await u.db.invites.requestsOf(userId)) {
    const chat = await u.db.chats.byId(chatId)
    if (chat) await dropRequest(u, chat, userId, 'declined')
  }
}
