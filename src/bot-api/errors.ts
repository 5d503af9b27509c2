import { RpcError } from '../core/rpc-error.ts'
import { markedChannelId } from '../core/chat-ids.ts'

/** Facts that a client can act on (https://core.telegram.org/bots/api#responseparameters). */
export interface ResponseParameters {
  /** Where the group lives now, as a marked id (-100...). */
  readonly migrate_to_chat_id?: number
  /** Seconds to wait before the call may be repeated. */
  readonly retry_after?: number
}

/** What a failed call answers; the code is the HTTP status as well. */
export interface ErrorAnswer {
  readonly code: number
  readonly description: string
  readonly parameters?: ResponseParameters
}

/**
 * A refusal of the Bot API itself, before the domain is asked. `description` is the whole text with
 * its prefix, as the client reads it.
 */
export class BotApiError extends Error implements ErrorAnswer {
  override readonly name = 'BotApiError'
  readonly code: number
  readonly description: string
  readonly parameters?: ResponseParameters

  constructor(code: number, description: string, parameters?: ResponseParameters) {
    super(description)
    this.code = code
    this.description = description
    if (parameters) this.parameters = parameters
  }
}

/** A 400 of the Bot API itself; the prefix is put before the text. */
export function badRequest(text: string): BotApiError {
  return new BotApiError(400, `Bad Request: ${text}`)
}

/** A 400 in TDLib's words, of which the first letter is made small, as in every answer. */
export function sentence(text: string): BotApiError {
  return new BotApiError(400, prefixed(400, text))
}

/** A 403 of the Bot API itself; the prefix is put before the text. */
export function forbidden(text: string): BotApiError {
  return new BotApiError(403, `Forbidden: ${text}`)
}

/** A basic group that lives on as a supergroup, whose id the client is told (spec 6.2 row 5). */
export function groupUpgraded(supergroupId: number): BotApiError {
  const text = 'Bad Request: group chat was upgraded to a supergroup chat'
  return new BotApiError(400, text, { migrate_to_chat_id: markedChannelId(supergroupId) })
}

/** Prefixes of the codes that keep theirs; every other code becomes 400 (spec section 6.2). */
const PREFIXES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  500: 'Internal Server Error',
}

/** Errors that the Bot API puts into words, or under another code. */
const WORDED: Readonly<Record<string, { readonly code: number; readonly text: string }>> = {
  CHAT_ABOUT_NOT_MODIFIED: { code: 400, text: 'chat description is not modified' },
  INPUT_USER_DEACTIVATED: { code: 403, text: 'user is deactivated' },
  MESSAGE_DELETE_FORBIDDEN: { code: 400, text: "message can't be deleted" },
  QUERY_ID_INVALID: {
    code: 400,
    text: 'query is too old and response timeout expired or query ID is invalid',
  },
  USER_ADMIN_INVALID: { code: 400, text: 'user is an administrator of the chat' },
  USER_IS_BLOCKED: { code: 403, text: 'bot was blocked by the user' },
}

/**
 * What the Bot API answers for an error; undefined for a bug. The only place that derives its texts
 * from RpcErrors.
 *
 * Spec: section 6.2, mapping rule of `fail_query_with_error` and rows 14 to 19.
 */
export function answerOf(error: unknown): ErrorAnswer | undefined {
  if (error instanceof BotApiError) return error
  if (!(error instanceof RpcError)) return undefined
  if (error.migrateToChatId !== undefined) return groupUpgraded(error.migrateToChatId)
  if (error.code === 420 && error.value !== undefined) return tooManyRequests(error.value)
  const code = codeOf(error)
  const worded = code === 400 ? WORDED[error.type] : undefined
  if (worded) return { code: worded.code, description: prefixed(worded.code, worded.text) }
  return { code, description: prefixed(code, error.message) }
}

/**
 * The refusal of a message, in the words that TDLib and the Bot API have for it; any other error as it
 * is.
 */
export function sendRefusal(error: unknown): unknown {
  if (!(error instanceof RpcError)) return error
  switch (error.type) {
    case 'PEER_ID_INVALID':
      return forbidden("bot can't initiate conversation with a user")
    case 'USER_IS_BOT':
      return forbidden("the bot can't send messages to the bot")
    case 'CHAT_WRITE_FORBIDDEN':
    case 'CHAT_SEND_PLAIN_FORBIDDEN':
      return error.migrateToChatId === undefined
        ? badRequest('not enough rights to send text messages to the chat')
        : error
    default:
      return error
  }
}

/** The answer to a call that came too early (spec 6.2 row 18). */
function tooManyRequests(seconds: number): ErrorAnswer {
  return {
    code: 429,
    description: `Too Many Requests: retry after ${seconds}`,
    parameters: { retry_after: seconds },
  }
}

/** A 403 under a name in capitals is the server's own and becomes 400, as do codes without a prefix. */
function codeOf({ code, message }: RpcError): number {
  if (code === 403 && /^[A-Z0-9_]*$/.test(message)) return 400
  return PREFIXES[code] === undefined ? 400 : code
}

/** Names in capitals stay as they are, sentences begin with a small letter. */
function prefixed(code: number, text: string): string {
  const small = /^.[A-Z_]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1)
  return `${PREFIXES[code] ?? 'Bad Request'}: ${small}`
}
