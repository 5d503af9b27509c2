import { RPC_ERRORS } from './generated/rpc-errors.ts'

/** Every error name that Telegram documents; `%d` stands for a number. */
export type RpcErrorName = keyof typeof RPC_ERRORS

/** What `rpcError` takes beside the name. */
export interface RpcErrorOptions {
  /** Fills the `%d` of names like `FLOOD_WAIT_%d`. */
  readonly value?: number
  /** Another code than the usual one, where a method documents it (406 for one method, 400 for others). */
  readonly code?: number
  /** Keeps what the unit of work has written: INVITE_REQUEST_SENT answers a stored request. */
  readonly keepsUnit?: true
  /** A sentence for the log only: why this condition was met. */
  readonly reason?: string
  /** Facts that the Bot API puts into `parameters`. */
  readonly migrateToChatId?: number
}

/**
 * An error that Telegram's API defines. The only kind that reaches a client as `rpc_error`; the Bot
 * API derives its texts from it. Made by `rpcError` only.
 */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: number
  /** The catalogue's name, `%d` not filled in. */
  readonly type: RpcErrorName
  /** The number in the place of `%d`. */
  readonly value: number | undefined
  readonly keepsUnit: boolean
  readonly reason: string | undefined
  readonly migrateToChatId: number | undefined

  constructor(type: RpcErrorName, options: RpcErrorOptions) {
    super(options.value === undefined ? type : type.replace('%d', String(options.value)))
    this.type = type
    this.code = options.code ?? RPC_ERRORS[type]
    this.value = options.value
    this.keepsUnit = options.keepsUnit ?? false
    this.reason = options.reason
    this.migrateToChatId = options.migrateToChatId
  }
}

/**
 * Makes an error of Telegram's catalogue. An expected answer, not a fault, so it carries no stack:
 * building one costs less than the call that it answers.
 *
 * Source: https://core.telegram.org/api/errors
 */
export function rpcError(type: RpcErrorName, options: RpcErrorOptions = {}): RpcError {
  const depth = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    return new RpcError(type, options)
  } finally {
    Error.stackTraceLimit = depth
  }
}
