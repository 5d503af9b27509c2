import { rpcError } from '../../core/rpc-error.ts'
import { characterCount, cleanText, trimBlanks } from '../../core/text/clean.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { isAdmin } from '../chats/access.ts'
import { isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { standing } from '../peers.ts'
import { tellAccount, tellChannel } from '../updates/log.ts'
import type { Update } from '../updates/update.ts'
import { keyOfScope, scopesFor, type CommandScope } from './command-scope.ts'

/** Characters of a description (https://core.telegram.org/bots/api#botcommand). */
export const DESCRIPTION_MAX = 256

/** Commands of one list (https://core.telegram.org/bots/api#setmycommands). */
export const COMMANDS_MAX = 100

/** A command that clients offer to people who write to a bot. */
export interface BotCommand {
  readonly command: string
  readonly description: string
}

/** Which list: its scope, and its language as two letters, '' for people without one of their own. */
export interface CommandList {
  readonly scope: CommandScope
  readonly languageCode: string
}

/**
 * Sets a bot's commands for a scope and language (https://core.telegram.org/method/bots.setBotCommands).
 * An empty list takes them away. People's clients see by `bot_info_version` that something changed, and
 * those of the chat that a scope names are told.
 *
 * @throws BOT_COMMAND_INVALID for a name of other characters than a-z, 0-9 and _,
 *   BOT_COMMAND_DESCRIPTION_INVALID, LANG_CODE_INVALID; BOT_COMMAND_INVALID [INF] for more than a hundred,
 *   and beyond `commandListsPerBot`
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
  const clean = commands.map(({ command, description }) => {
    return { command, description: trimBlanks(cleanText(description)) }
  })
  checkCommands(clean)
  const { languageCode } = list
  const scope = keyOfScope(list.scope)
  const known = await u.db.botCommands.find(caller.id, scope, languageCode)
  if (!known && (await u.db.botCommands.count(caller.id)) >= u.limits.commandListsPerBot) {
    throw rpcError('BOT_COMMAND_INVALID', { reason: 'too many lists of commands' })
  }
  const json = JSON.stringify(clean)
  if (known?.commands === json) return
  await u.db.botCommands.put({ botId: caller.id, scope, languageCode, commands: json })
  await tellChange(u, caller.id, list.scope)
}

/** The bot's commands for exactly this scope and language; none where none are set. @throws LANG_CODE_INVALID */
export async function getCommands(
  u: Unit,
  caller: Caller,
  list: CommandList,
): Promise<BotCommand[]> {
  checkLanguage(list)
  const row = await u.db.botCommands.find(caller.id, keyOfScope(list.scope), list.languageCode)
  return row ? (JSON.parse(row.commands) as BotCommand[]) : []
}

/** Takes the commands of a scope and language away. @throws LANG_CODE_INVALID */
export async function deleteCommands(u: Unit, caller: Caller, list: CommandList): Promise<void> {
  checkLanguage(list)
  const gone = await u.db.botCommands.delete(caller.id, keyOfScope(list.scope), list.languageCode)
  if (gone > 0) await tellChange(u, caller.id, list.scope)
}

/**
 * The commands that somebody is shown of a bot: those of the first scope that has any, in the language of
 * their client before all others (https://core.telegram.org/bots/api#determining-list-of-commands).
 *
 * @param chat the group where that is; undefined for the private chat with the bot
 */
export async function shownCommands(
  u: Unit,
  viewer: Caller,
  botId: number,
  chat: ChatRow | undefined,
): Promise<BotCommand[]> {
  const own = chat && (await standing(u, chat, viewer.id))
  const languages = [...new Set([await languageOf(u, viewer.id), ''])]
  for (const scope of scopesFor(viewer.id, chat, isAdmin(own))) {
    for (const languageCode of languages) {
      const row = await u.db.botCommands.find(botId, keyOfScope(scope), languageCode)
      if (row) return JSON.parse(row.commands) as BotCommand[]
    }
  }
  return []
}

/** The two letters of the account's language, '' where its clients named none. */
async function languageOf(u: Unit, accountId: number): Promise<string> {
  const user = await u.db.users.byId(accountId)
  return /^[a-z]{2}(?=-|$)/.exec(user?.langCode ?? '')?.[0] ?? ''
}

/**
 * Tells whom a scope names. Scopes that name no chat are told by the version alone [INF]: they concern
 * everybody who ever met the bot.
 */
async function tellChange(u: Unit, botId: number, scope: CommandScope): Promise<void> {
  const bot = await u.db.users.botById(botId)
  if (bot) await u.db.users.updateBot(botId, { infoVersion: bot.infoVersion + 1 })
  if (!('chatId' in scope)) return
  if (scope.chatId > 0) {
    const update: Update = { kind: 'botCommands', botId, peerKind: 'user', peerId: botId }
    await tellAccount(u, scope.chatId, update, 0)
    return
  }
  const chat = await u.db.chats.byId(-scope.chatId)
  if (!chat || !isPresent(await standing(u, chat, botId))) return
  const peerKind = chat.kind === 'group' ? 'chat' : 'channel'
  const update: Update = { kind: 'botCommands', botId, peerKind, peerId: chat.id }
  if (scope.kind === 'chat_member') {
    if (isPresent(await standing(u, chat, scope.userId)))
      await tellAccount(u, scope.userId, update, 0)
  } else if (chat.kind === 'group') {
    for (const id of await u.db.members.presentIds(chat.id)) await tellAccount(u, id, update, 0)
  } else {
    await tellChannel(u, chat.id, update, 0)
  }
}

function checkCommands(commands: readonly BotCommand[]): void {
  const fits = commands.every(({ command }) => /^[a-z0-9_]{1,32}$/.test(command))
  if (!fits || commands.length > COMMANDS_MAX) throw rpcError('BOT_COMMAND_INVALID')
  const told = commands.every(({ description }) => {
    return description.trim() !== '' && characterCount(description) <= DESCRIPTION_MAX
  })
  if (!told) throw rpcError('BOT_COMMAND_DESCRIPTION_INVALID')
}

function checkLanguage({ languageCode }: CommandList): void {
  if (!/^(?:[a-z]{2})?$/.test(languageCode)) throw rpcError('LANG_CODE_INVALID')
}
