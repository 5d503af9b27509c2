import { rpcError } from '../../core/rpc-error.ts'
import { cleanText, trimBlanks } from '../../core/text/clean.ts'
import type { Caller, Unit } from '../context.ts'

/** A command that clients offer to whoever writes to a bot. */
export interface BotCommand {
  readonly command: string
  readonly description: string
}

/**
 * Whom a list of commands is for.
 *
 * Source: https://core.telegram.org/type/BotCommandScope
 */
export type CommandScope =
  | {
      readonly kind: 'default' | 'all_private_chats' | 'all_group_chats' | 'all_chat_administrators'
    }
  | { readonly kind: 'chat' | 'chat_administrators'; readonly chatId: number }
  | { readonly kind: 'chat_member'; readonly chatId: number; readonly userId: number }

/** Which list: its scope, and its language as two letters, '' for people without one of their own. */
export interface CommandList {
  readonly scope: CommandScope
  readonly languageCode: string
}

/**
 * Sets a bot's commands for a scope and language (https://core.telegram.org/method/bots.setBotCommands).
 * An empty list takes them away.
 *
 * @throws BOT_COMMAND_INVALID for a name of other characters than a-z, 0-9 and _, LANG_CODE_INVALID;
 *   BOT_COMMAND_INVALID [INF] beyond `commandListsPerBot`
 */
export async function setCommands(
  u: Unit,
  caller: Caller,
  list: CommandList,
  commands: readonly BotCommand[],
): Promise<void> {
  checkLanguage(list)
  if (commands.length === 0) {
    await deleteCommands(u, caller, list)
    return
  }
  if (!commands.every(({ command }) => /^[a-z0-9_]{1,32}$/.test(command))) {
    throw rpcError('BOT_COMMAND_INVALID')
  }
  const { languageCode } = list
  const scope = keyOf(list.scope)
  const known = await u.db.botCommands.find(caller.id, scope, languageCode)
  if (!known && (await u.db.botCommands.count(caller.id)) >= u.limits.commandListsPerBot) {
    throw rpcError('BOT_COMMAND_INVALID', { reason: 'too many lists of commands' })
  }
  const clean = commands.map(({ command, description }) => {
    return { command, description: trimBlanks(cleanText(description)) }
  })
  const json = JSON.stringify(clean)
  await u.db.botCommands.put({ botId: caller.id, scope, languageCode, commands: json })
}

/** The bot's commands for exactly this scope and language; none where none are set. @throws LANG_CODE_INVALID */
export async function getCommands(
  u: Unit,
  caller: Caller,
  list: CommandList,
): Promise<BotCommand[]> {
  checkLanguage(list)
  const row = await u.db.botCommands.find(caller.id, keyOf(list.scope), list.languageCode)
  return row ? (JSON.parse(row.commands) as BotCommand[]) : []
}

/** Takes the commands of a scope and language away. @throws LANG_CODE_INVALID */
export async function deleteCommands(u: Unit, caller: Caller, list: CommandList): Promise<void> {
  checkLanguage(list)
  await u.db.botCommands.delete(caller.id, keyOf(list.scope), list.languageCode)
}

function checkLanguage({ languageCode }: CommandList): void {
  if (!/^(?:[a-z]{2})?$/.test(languageCode)) throw rpcError('LANG_CODE_INVALID')
}

function keyOf(scope: CommandScope): string {
  if (!('chatId' in scope)) return scope.kind
  const chat = `${scope.kind}:${scope.chatId}`
  return scope.kind === 'chat_member' ? `${chat}:${scope.userId}` : chat
}
