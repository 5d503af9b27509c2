import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import { atTime } from '../chats/rights.ts'
import type { Unit } from '../context.ts'
import { tellBot } from './log.ts'

/** A change of one account's standing in a chat. */
export interface StandingChange {
  readonly userId: number
  /** Who changed it; the account itself for joining and leaving. */
  readonly actorId: number
  /** Before; undefined for somebody who never was there. */
  readonly prev: MemberRow | undefined
  readonly next: MemberRow | undefined
  /** The link by which the account came in. */
  readonly inviteId?: number | null
  readonly viaChatlist?: boolean
}

/**
 * Tells bots of a change: those that are admins of the chat, and the bot whose own standing changed,
 * an admin or not. Call it after the new standing is stored.
 *
 * Source: https://core.telegram.org/bots/api#update (`chat_member` needs an admin, `my_chat_member` does not)
 */
export async function tellBotsOfParticipant(
  u: Unit,
  chat: ChatRow,
  change: StandingChange,
): Promise<void> {
  const bots = new Set(await u.db.audience.adminBots(chat.id))
  if (await u.db.users.botById(change.userId)) bots.add(change.userId)
  for (const botId of bots) await tellBotOf(u, chat, botId, change)
}

/**
 * Tells the bots of a chat that is gone that they are out of it, each of its own standing.
 *
 * Source: seen on Telegram when a supergroup was deleted, there also for the basic group that it had been
 * (https://github.com/tdlib/telegram-bot-api/issues/266). That a basic group and a channel end in the same
 * way is [INF].
 */
export async function tellBotsOfEnd(u: Unit, chat: ChatRow, actorId: number): Promise<void> {
  for (const { userId } of await u.db.audience.bots(chat.id)) {
    const prev = await u.db.members.find(chat.id, userId)
    const next = prev && { ...prev, status: 'left' as const, adminRights: 0, bannedRights: 0 }
    await tellBotOf(u, chat, userId, { userId, actorId, prev, next })
  }
}

/**
 * Tells the bots of a basic group that they are in the supergroup that it became, each of its own
 * standing. That they are out of the basic group they hear by its service message alone.
 *
 * Source: seen on Telegram (https://github.com/tdlib/telegram-bot-api/issues/266)
 */
export async function tellBotsOfMigration(
  u: Unit,
  supergroup: ChatRow,
  actorId: number,
): Promise<void> {
  for (const { userId } of await u.db.audience.bots(supergroup.id)) {
    const next = await u.db.members.find(supergroup.id, userId)
    await tellBotOf(u, supergroup, userId, { userId, actorId, prev: undefined, next })
  }
}

async function tellBotOf(
  u: Unit,
  chat: ChatRow,
  botId: number,
  change: StandingChange,
): Promise<void> {
  await tellBot(u, botId, {
    kind: 'participant',
    chatId: chat.id,
    userId: change.userId,
    actorId: change.actorId,
    date: u.now,
    prev: atTime(change.prev, u.now) ?? null,
    next: atTime(change.next, u.now) ?? null,
    inviteId: change.inviteId ?? null,
    viaChatlist: change.viaChatlist ?? false,
  })
}
