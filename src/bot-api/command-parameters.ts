import { characterCount, cleanText, trimBlanks } from '../core/text/clean.ts'
import type { BotCommand, CommandScope } from '../domain/bots/commands.ts'
import { openChat, sharedOr } from './chats.ts'
import { badRequest } from './errors.ts'
import type { BotApiContext } from './method.ts'
import { json, required, text, type Parameter } from './parameters.ts'
import { leadingInteger } from './params.ts'

/** TDLib's bounds (https://core.telegram.org/bots/api#botcommand). */
const COMMANDS_MAX = 100
const COMMAND_MAX = 32
const DESCRIPTION_MAX = 256

/** A scope as it is named, its chat not yet looked for. */
interface GivenScope {
  readonly type: string
  readonly chatId: string
  readonly userId: number
}

const SIMPLE = [
  'default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators',
] as const // prettier-ignore

/** `scope` (https://core.telegram.org/bots/api#botcommandscope). @throws BotApiError 400 */
export const scope: Parameter<GivenScope> = json('BotCommandScope', 'BotCommandScope', (value) => {
  if (value === undefined) return { type: 'default', chatId: '', userId: 0 }
  const fields = fieldsOf(value, "can't parse BotCommandScope: Object expected")
  const type = plain(fields.get('type'))
  const chatId = plain(fields.get('chat_id'))
  const userId = leadingInteger(plain(fields.get('user_id')))
  if (SIMPLE.some((one) => one === type)) return { type, chatId, userId }
  if (!['chat', 'chat_administrators', 'chat_member'].includes(type)) {
    throw badRequest("can't parse BotCommandScope: unsupported type specified")
  }
  if (chatId === '') throw badRequest("can't parse BotCommandScope: empty chat_id specified")
  const member = Number.isSafeInteger(userId) && userId > 0
  if (type === 'chat_member' && !member) {
    throw badRequest("can't parse BotCommandScope: invalid user_id specified")
  }
  return { type, chatId, userId }
})

/** `language_code`. */
export const languageCode: Parameter<string> = {
  ...text({ pattern: '^([a-z]{2})?$' }),
  read(params, name) {
    const code = params.raw(name)
    if (!/^(?:[a-z]{2})?$/.test(code)) throw badRequest('invalid language code specified')
    return code
  },
}

/** `commands`. @throws BotApiError 400 for what is no array of BotCommand, or breaks its bounds */
export const commands: Parameter<BotCommand[]> = required(
  json('Array of BotCommand', 'commands', (value) => {
    if (value === undefined) return []
    if (!Array.isArray(value)) throw badRequest('expected an Array of BotCommand')
    if (value.length > COMMANDS_MAX) throw badRequest('too many bot commands specified')
    return value.map(commandOf)
  }),
)

/** The scope with its chat, if the bot knows that. @throws BotApiError, as `openChat` */
export async function openScope(ctx: BotApiContext, given: GivenScope): Promise<CommandScope> {
  const simple = SIMPLE.find((one) => one === given.type)
  if (simple !== undefined) return { kind: simple }
  const known = await openChat(ctx, given.chatId, 'write')
  if (given.type === 'chat') {
    const chatId = known.kind === 'private' ? known.user.id : -known.chat.id
    return { kind: 'chat', chatId }
  }
  const { chat } = sharedOr(known, "can't use specified scope in private chats")
  if (chat.kind === 'channel') throw badRequest("can't use specified scope in channel chats")
  if (given.type === 'chat_administrators') {
    return { kind: 'chat_administrators', chatId: -chat.id }
  }
  return { kind: 'chat_member', chatId: -chat.id, userId: given.userId }
}

function commandOf(value: unknown): BotCommand {
  const fields = fieldsOf(value, 'expected an Object as BotCommand')
  const named = trimBlanks(cleanText(plain(fields.get('command'))))
  const command = named.startsWith('/') ? named.slice(1) : named
  const description = trimBlanks(cleanText(plain(fields.get('description'))))
  if (!command.isWellFormed() || !description.isWellFormed()) {
    throw badRequest('strings must be encoded in UTF-8')
  }
  if (command === '') throw badRequest('command must be non-empty')
  if (characterCount(command) > COMMAND_MAX) {
    throw badRequest(`command length must not exceed ${COMMAND_MAX}`)
  }
  if (description === '') throw badRequest('command description must be non-empty')
  if (characterCount(description) > DESCRIPTION_MAX) {
    throw badRequest(`command description length must not exceed ${DESCRIPTION_MAX}`)
  }
  return { command, description }
}

function fieldsOf(value: unknown, refusal: string): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badRequest(refusal)
  return new Map(Object.entries(value))
}

function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
