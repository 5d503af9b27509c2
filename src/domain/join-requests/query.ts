import type { ChatRow } from '../../store/tables/chats.ts'
import type { JoinQueryRow } from '../../store/tables/join-queries.ts'
import { hasAdminRight } from '../chats/rights.ts'
import type { Unit } from '../context.ts'
import { tellAccount } from '../updates/log.ts'
import type { JoinDecision } from '../updates/update.ts'

/**
 * The bot that decides about a supergroup's join requests before its admins do, if there is one that
 * still may: an admin with the right to invite (td_api toggleSupergroupJoinByRequest).
 */
export async function guardOf(u: Unit, chat: ChatRow): Promise<number | undefined> {
  if (chat.kind !== 'supergroup' || chat.guardBotId === null) return undefined
  const member = await u.db.members.find(chat.id, chat.guardBotId)
  return hasAdminRight(member, 'inviteUsers') ? chat.guardBotId : undefined
}

/** Notes that a bot is asked about an account's request; a random id names the question. */
export async function openQuery(
  u: Unit,
  chat: ChatRow,
  userId: number,
  botId: number,
): Promise<JoinQueryRow> {
  // Never 0, which is how clients say "no query"; below 2^53, since some hold it in a double.
  const queryId = String((u.random.bytes(8).readBigUInt64LE(0) >> 11n) | 1n)
  const query = { queryId, chatId: chat.id, userId, botId, webAppUrl: null }
  await u.db.joinQueries.insert(query)
  return query
}

/**
 * Ends the open question about an account's request, where there is one: whoever waits for the answer
 * hears it, and an account before which the bot had opened its page is told that it may close it
 * (https://core.telegram.org/constructor/updateJoinChatWebViewDecision).
 */
export async function closeQuery(
  u: Unit,
  chat: ChatRow,
  userId: number,
  decision: JoinDecision,
): Promise<void> {
  const query = await u.db.joinQueries.about(chat.id, userId)
  if (!query || !(await u.db.joinQueries.delete(query.queryId))) return
  const { queryId, webAppUrl } = query
  u.events.push({ to: 'joinQuery', queryId })
  if (webAppUrl === null) return
  await tellAccount(u, userId, { kind: 'joinDecision', chatId: chat.id, queryId, decision }, 0)
}
