import { characterCount, cleanText, trimBlanks } from '../core/text/clean.ts'
import { SIMPLE_SCOPES, type CommandScope } from '../domain/bots/command-scope.ts'
import {
  COMMANDS_MAX,
  DESCRIPTION_MAX,
  type BotCommand,
  type CommandList,
} from '../domain/bots/commands.ts'
import { resolveUser } from '../domain/peers.ts'
import { inputUserOf, openChat, sharedOr } from './chats.ts'
import { badRequest } from './errors.ts'
import { fieldsOf } from './json-fields.ts'
import type { JsonValue } from './json-value.ts'
import type { BotApiContext } from './method.ts'
import { json, required, requireUserId, text, type Parameter } from './parameters.ts'

/** Characters of a command (https://core.telegram.org/bots/api#botcommand). */
const COMMAND_MAX = 32

/** A scope as it is named, its chat not yet looked for. */
interface GivenScope {
  readonly type: string
  readonly chatId: string
  readonly userId: number
}

/**
 * `scope` (https://core.telegram.org/bots/api#botcommandscope). @throws BotApiError 400
 *
 * Source: Client.cpp get_bot_command_scope
 */
export const scope: Parameter<GivenScope> = json('BotCommandScope', 'BotCommandScope', (value) => {
  if (value === undefined) return { type: 'default', chatId: '', userId: 0 }
  const within = "can't parse BotCommandScope: "
  const fields = fieldsOf(value, `${within}BotCommandScope must be an Object`, within)
  const type = fields.requiredText('type')
  if (SIMPLE_SCOPES.some((one) => one === type)) return { type, chatId: '', userId: 0 }
  if (!['chat', 'chat_administrators', 'chat_member'].includes(type)) {
    throw badRequest(`${within}Unsupported type specified`)
  }
  const chatId = fields.requiredText('chat_id')
  if (chatId === '') throw badRequest(`${within}Empty chat_id specified`)
  if (type !== 'chat_member') return { type, chatId, userId: 0 }
  const userId = fields.requiredInteger('user_id', 64)
  if (userId <= 0) throw badRequest(`${within}Invalid user_id specified`)
  return { type, chatId, userId }
})

/** `language_code`; that it is none is said after the scope was looked at. */
export const languageCode: Parameter<string> = text({ pattern: '^([a-z]{2})?$' })

/**
 * `commands`. What is wrong with a single one is said by `checkedCommands`, after the scope was looked at.
 *
 * @throws BotApiError 400 for what is no array of BotCommand
 */
export const commands: Parameter<readonly BotCommand[]> = required(
  json('Array of BotCommand', 'commands', (value) => {
    if (value === undefined) return []
    if (!Array.isArray(value)) throw badRequest('expected an Array of BotCommand')
    return (value as readonly JsonValue[]).map((one) => {
      const within = "can't parse BotCommand: "
      const fields = fieldsOf(one, `${within}expected an Object`, within)
      return {
        command: fields.requiredText('command'),
        description: fields.requiredText('description'),
      }
    })
  }),
)

/** The list that a scope and language name, if the bot knows the chat. @throws BotApiError, as `openChat` */
export async function openList(
  ctx: BotApiContext,
  {
    scope: given,
    language_code: code,
  }: { readonly scope: GivenScope; readonly language_code: string },
): Promise<CommandList> {
  const list = { scope: await openScope(ctx, given), languageCode: code }
  if (!/^(?:[a-z]{2})?$/.test(code)) throw badRequest('invalid language code specified')
  return list
}

/**
 * @throws BotApiError, as `openChat`; USER_ID_INVALID for a member whom the bot never met
 * Source: td BotCommandScope.cpp get_bot_command_scope
 */
async function openScope(ctx: BotApiContext, given: GivenScope): Promise<CommandScope> {
  const simple = SIMPLE_SCOPES.find((one) => one === given.type)
  if (simple !== undefined) return { kind: simple }
  const known = await openChat(ctx, given.chatId, 'readMembers')
  if (given.type === 'chat_member') requireUserId(given.userId, 'user not found')
  if (known.kind === 'private' && given.type === 'chat') {
    return { kind: 'chat', chatId: known.user.id }
  }
  const { chat } = sharedOr(known, "can't use specified scope in private chats")
  if (chat.kind === 'channel') throw badRequest("can't change commands in channel chats")
  const kind = given.type as 'chat' | 'chat_administrators' | 'chat_member'
  if (kind !== 'chat_member') return { kind, chatId: -chat.id }
  const member = await resolveUser(ctx.u, ctx.caller, inputUserOf(given.userId))
  return { kind, chatId: -chat.id, userId: member.id }
}

/**
 * Commands as they are kept.
 *
 * @throws BotApiError 400 for one without a name or description, or with one that is too long
 * Source: td BotCommand.cpp set_commands
 */
export function checkedCommands(given: readonly BotCommand[]): BotCommand[] {
  const checked = given.map(checkedCommand)
  if (checked.length > COMMANDS_MAX) throw badRequest('BOT_COMMANDS_TOO_MUCH')
  return checked
}

function checkedCommand(given: BotCommand): BotCommand {
  if (!given.command.isWellFormed()) throw badRequest('command must be encoded in UTF-8')
  if (!given.description.isWellFormed()) {
    throw badRequest('command description must be encoded in UTF-8')
  }
  const named = trimBlanks(cleanText(given.command))
  const command = named.startsWith('/') ? named.slice(1) : named
  if (command === '') throw badRequest('command must be non-empty')
  if (characterCount(command) > COMMAND_MAX) {
    throw badRequest(`command length must not exceed ${COMMAND_MAX}`)
  }
  const description = trimBlanks(cleanText(given.description))
  if (description === '') throw badRequest('command description must be non-empty')
  if (characterCount(description) > DESCRIPTION_MAX) {
    throw badRequest(`command description length must not exceed ${DESCRIPTION_MAX}`)
  }
  return { command, description }
}
