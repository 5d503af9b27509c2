import type { ChatRow } from '../../store/tables/chats.ts'
import type { Unit } from '../context.ts'
import { dropRequest } from '../members/forget-request.ts'
import { closeQuery } from './query.ts'

/** Takes back every request of an account that is being deleted. */
export async function dropRequestsOf(u: Unit, userId: number): Promise<void> {
  for (const { chatId } of await u.db.invites.requestsOf(userId)) {
    const chat = await u.db.chats.byId(chatId)
    if (chat) await dropRequest(u, chat, userId, 'declined')
  }
}

/** Takes back every request to join a chat that is being deleted; who waits for a guard bot hears it. */
export async function dropRequestsIn(u: Unit, chat: ChatRow): Promise<void> {
  for (const { userId } of await u.db.joinQueries.in(chat.id)) {
    await closeQuery(u, chat, userId, 'declined')
  }
  await u.db.invites.deleteRequestsIn(chat.id)
}
