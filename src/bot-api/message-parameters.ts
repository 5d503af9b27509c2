import { Scanner } from '../core/text/scanner.ts'
import { badRequest } from './errors.ts'
import { parseEntityList, type GivenList } from './formatting/entities.ts'
import type { Formatted } from './formatting/formatted.ts'
import { parseHtml } from './formatting/html.ts'
import { parseMarkdownV2 } from './formatting/markdown-v2.ts'
import { parseMarkdown } from './formatting/markdown.ts'
import { fieldsOf } from './json-fields.ts'
import { decodeJson, type JsonValue } from './json-value.ts'
import {
  json,
  required,
  schemaOfType,
  text,
  type Parameter,
  type ParameterTable,
} from './parameters.ts'
import type { Params } from './params.ts'

/** Most bytes of a text that is looked at (Client.cpp `get_formatted_text` of telegram-bot-api). */
const TEXT_BYTES_MAX = 1 << 15

const PARSE_MODES: ReadonlyMap<string, (source: Scanner) => Formatted> = new Map([
  ['html', parseHtml],
  ['markdown', parseMarkdown],
  ['markdownv2', parseMarkdownV2],
])

/**
 * The entities that a bot gives itself. What is no array is overlooked, as are entities beside a
 * `parse_mode` (Client.cpp get_input_entities, get_formatted_text). @throws BotApiError 400
 */
export const entities: Parameter<GivenList> = {
  required: false,
  schema: schemaOfType('Array of MessageEntity'),
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
  // What is not there is no JSON either, but most texts come without: an error costs more than the message.
  if (raw === '') return { entities: [] }
  let value: JsonValue
  try {
    value = decodeJson(raw)
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

const replyObject = json('ReplyParameters', 'reply parameters', (value): ReplyTo | undefined => {
  if (value === undefined) return undefined
  const fields = fieldsOf(value, 'object expected as reply parameters')
  if (fields.isEmpty) return undefined
  const chatId = fields.text('chat_id')
  const messageId = fields.requiredInteger('message_id')
  const evenWithout = fields.flag('allow_sending_without_reply')
  return messageId > 0 ? { messageId, chatId, evenWithout } : undefined
})

/**
 * `reply_parameters`, or where it is left out the two parameters of old that say the same; of a quote, a
 * task or an option of a poll nothing is kept.
 *
 * @throws BotApiError 400
 * Source: Client.cpp get_reply_parameters
 */
export const replyParameters: Parameter<ReplyTo | undefined> = {
  ...replyObject,
  read(params, name) {
    if (params.has(name)) return replyObject.read(params, name)
    const messageId = params.integer('reply_to_message_id', {})
    const evenWithout = params.flag('allow_sending_without_reply')
    return messageId > 0 ? { messageId, chatId: '', evenWithout } : undefined
  },
}

/** Fields of a keyboard, of which one at least must hold something (Client.cpp get_reply_markup). */
const BUTTONS = ['keyboard', 'inline_keyboard'] as const
const CHOICES = ['hide_keyboard', 'remove_keyboard', 'force_reply_keyboard', 'force_reply'] as const

/**
 * `reply_markup`, which is dropped: no keyboard is kept. It is checked as far as its outer fields.
 *
 * @throws BotApiError 400
 */
export const replyMarkup: Parameter<boolean> = {
  ...json('ReplyMarkup', 'reply keyboard markup', (value) => {
    if (value === undefined) return false
    const fields = fieldsOf(value, 'object expected as reply markup')
    const rows = BUTTONS.flatMap((name) => fields.list(name))
    const choices = CHOICES.filter((name) => fields.flag(name))
    return rows.length + choices.length > 0
  }),
  schema: {
    anyOf: ['InlineKeyboardMarkup', 'ReplyKeyboardMarkup', 'ReplyKeyboardRemove', 'ForceReply'].map(
      (type) => ({ $ref: `#/components/schemas/${type}` }),
    ),
  },
  isDropped: (params, name) => replyMarkup.read(params, name),
}

/** What a bot wants of the preview of a page. */
interface PreviewWishes {
  /** Whether it is to be above the text. */
  readonly isAbove: boolean
  /** Whether something else is wanted of it than to do without. */
  readonly isDropped: boolean
}

/**
 * `link_preview_options`, or `disable_web_page_preview` of old. There are no previews: where one would be is
 * kept with the message, and what else is wanted of it is checked and dropped. To do without them is what
 * happens, so that alone drops nothing.
 *
 * @throws BotApiError 400
 * Source: Client.cpp get_link_preview_options
 */
export const linkPreviewOptions: Parameter<PreviewWishes> = {
  ...json('LinkPreviewOptions', 'link preview options', (value) => {
    if (value === undefined) return { isAbove: false, isDropped: false }
    const fields = fieldsOf(value, 'object expected as link preview options')
    const isDisabled = fields.flag('is_disabled')
    const url = fields.text('url')
    const looks = ['prefer_small_media', 'prefer_large_media'].filter((name) => fields.flag(name))
    const isAbove = fields.flag('show_above_text')
    return { isAbove, isDropped: !isDisabled && (url !== '' || looks.length > 0) }
  }),
  isDropped: (params, name) => linkPreviewOptions.read(params, name).isDropped,
}

/** Parameters that are only looked at through the others of this table. */
export const PARSE_MODE = {
  parse_mode: text(),
} as const satisfies ParameterTable
