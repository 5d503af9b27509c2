import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
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
  readonly inviteHash?: string | null
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
  for (const botId of bots) {
    await tellBot(u, botId, {
      kind: 'participant',
      chatId: chat.id,
      userId: change.userId,
      actorId: change.actorId,
      date: u.now,
      prev: change.prev ?? null,
      next: change.next ?? null,
      inviteHash: change.inviteHash ?? null,
      viaChatlist: change.viaChatlist ?? false,
    })
  }
}
