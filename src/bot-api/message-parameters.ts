import { Scanner } from '../core/text/scanner.ts'
import { badRequest } from './errors.ts'
import { parseEntityList, type GivenList } from './formatting/entities.ts'
import type { Formatted } from './formatting/formatted.ts'
import { parseHtml } from './formatting/html.ts'
import { parseMarkdownV2 } from './formatting/markdown-v2.ts'
import { parseMarkdown } from './formatting/markdown.ts'
import { json, required, text, type Parameter, type ParameterTable } from './parameters.ts'
import { leadingInteger, type Params } from './params.ts'

/** Most bytes of a text that is looked at (Client.cpp `get_formatted_text` of telegram-bot-api). */
const TEXT_BYTES_MAX = 1 << 15

const PARSE_MODES: ReadonlyMap<string, (source: Scanner) => Formatted> = new Map([
  ['html', parseHtml],
  ['markdown', parseMarkdown],
  ['markdownv2', parseMarkdownV2],
])

/** The entities that a bot gives itself; what is no JSON gives none, as on Telegram's server. */
export const entities: Parameter<GivenList> = {
  ...json('Array of MessageEntity', 'entities', parseEntityList),
  read: (params, name) => (isParsed(params) ? { entities: [] } : givenList(params.raw(name))),
}

/** `text`, formatted as `parse_mode` or `entities` say. @throws BotApiError 400 */
export const messageText: Parameter<Formatted> = {
  ...required(text({ minLength: 1, maxLength: 4096 })),
  read(params, name) {
    const source = params.text(name)
    if (source === '') throw badRequest('message text is empty')
    if (Buffer.byteLength(source) > TEXT_BYTES_MAX) throw badRequest('text is too long')
    if (!isParsed(params)) return { text: source, ...entities.read(params, 'entities') }
    const parse = PARSE_MODES.get(params.raw('parse_mode').toLowerCase())
    if (!parse) throw badRequest('unsupported parse_mode')
    return parse(new Scanner(source))
  },
}

/** Where a text is to be parsed, its entities are not looked at. */
function isParsed(params: Params): boolean {
  return !['', 'none'].includes(params.raw('parse_mode').toLowerCase())
}

function givenList(raw: string): GivenList {
  let value: unknown
  try {
    value = JSON.parse(raw)
  } catch {
    return { entities: [] }
  }
  return parseEntityList(value)
}

/** The message that a new one answers. */
export interface ReplyTo {
  readonly messageId: number
  /** `chat_id` where it is named, '' for the same chat. */
  readonly chatId: string
  /** Whether the new message is sent even if the other one is not there. */
  readonly evenWithout: boolean
}

/** `reply_parameters`, or the two parameters of old that say the same. @throws BotApiError 400 */
export const replyParameters: Parameter<ReplyTo | undefined> = json(
  'ReplyParameters',
  'reply parameters',
  (value, params) => {
    if (value === undefined) {
      const messageId = params.integer('reply_to_message_id', {})
      const evenWithout = params.flag('allow_sending_without_reply')
      return messageId > 0 ? { messageId, chatId: '', evenWithout } : undefined
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw badRequest("can't parse reply parameters: expected an Object")
    }
    const fields = new Map<string, unknown>(Object.entries(value))
    const messageId = leadingInteger(plain(fields.get('message_id')))
    if (messageId <= 0) return undefined
    return {
      messageId,
      chatId: plain(fields.get('chat_id')),
      evenWithout: fields.get('allow_sending_without_reply') === true,
    }
  },
)

/** Keyboards that bots put under messages. */
const KEYBOARDS: readonly string[] = [
  'inline_keyboard',
  'keyboard',
  'remove_keyboard',
  'force_reply',
]

/**
 * `reply_markup`: whether there is one. It is checked as far as telling which kind it is.
 *
 * @throws BotApiError 400
 */
export const replyMarkup: Parameter<boolean> = {
  ...json('ReplyMarkup', 'reply keyboard markup', (value) => {
    if (value === undefined || value === null) return false
    if (typeof value !== 'object' || Array.isArray(value)) {
      throw badRequest('object expected as reply markup')
    }
    return KEYBOARDS.some((name) => name in value)
  }),
  schema: {
    anyOf: ['InlineKeyboardMarkup', 'ReplyKeyboardMarkup', 'ReplyKeyboardRemove', 'ForceReply'].map(
      (type) => ({ $ref: `#/components/schemas/${type}` }),
    ),
  },
}

/** Parameters that are only looked at through the others of this table. */
export const PARSE_MODE = {
  parse_mode: text(),
} as const satisfies ParameterTable

function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
