import type { BotInChat } from '../../store/tables/audience.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import type { Unit } from '../context.ts'
import { parseEntities, type Entity } from './entity.ts'

/** What decides whether a bot hears a message of a group. */
export interface GroupMessage {
  readonly authorId: number | null
  readonly authorIsBot: boolean
  readonly isService: boolean
  readonly text: string
  readonly entities: readonly Entity[]
  /** Who wrote the message that this one replies to. */
  readonly repliedAuthorId: number | null
}

/**
 * Whether a bot in a group hears a message: its own, all service messages, nothing that another bot
 * says; beyond that everything as an admin or with privacy mode off, else only commands (unless they
 * are addressed to another bot), mentions of itself and replies to itself.
 *
 * A command without an address reaches every bot here. Telegram gives it, where several bots could
 * take it, to the one that wrote last; a test of one bot sees no difference.
 *
 * Source: https://core.telegram.org/bots/faq#what-messages-will-my-bot-get,
 *   https://core.telegram.org/bots/features#privacy-mode
 */
export function hears(bot: BotInChat, message: GroupMessage): boolean {
  if (message.isService || message.authorId === bot.userId) return true
  if (message.authorIsBot) return false
  if (bot.status === 'admin' || bot.status === 'creator' || bot.canReadAllGroupMessages) return true
  if (message.repliedAuthorId === bot.userId) return true
  const name = bot.username?.toLowerCase()
  return message.entities.some((entity) => {
    const words = message.text.slice(entity.offset, entity.offset + entity.length).toLowerCase()
    switch (entity.kind) {
      case 'botCommand':
        return !words.includes('@') || (name !== undefined && words.endsWith(`@${name}`))
      case 'mention':
        return name !== undefined && words === `@${name}`
      case 'mentionName':
        return entity.userId === bot.userId
      default:
        return false
    }
  })
}

/** `hears` for a stored message of a supergroup; broadcast channels and direct messages hide nothing. */
export async function botHears(
  u: Unit,
  chatId: number,
  botId: number,
  message: MessageRow,
): Promise<boolean> {
  if (message.post || message.action !== null) return true
  const bot = await u.db.audience.bot(chatId, botId)
  return !bot || hears(bot, await groupMessageOf(u, message))
}

/** What decides about a stored message of a supergroup. */
export async function groupMessageOf(u: Unit, message: MessageRow): Promise<GroupMessage> {
  const replied =
    message.replyToId === null
      ? undefined
      : await u.db.messages.find(message.boxKind, message.boxId, message.replyToId)
  return {
    authorId: message.authorId,
    authorIsBot: await isBot(u, message.authorId),
    isService: message.action !== null,
    text: message.text,
    entities: parseEntities(message.entities),
    repliedAuthorId: replied?.authorId ?? null,
  }
}

/** Whether an account is a bot. */
export async function isBot(u: Unit, accountId: number | null): Promise<boolean> {
  return accountId !== null && (await u.db.users.byId(accountId))?.isBot === 1
}
