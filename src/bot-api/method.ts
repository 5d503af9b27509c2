import type { Logger } from '../core/logger.ts'
import type { Caller, Unit } from '../domain/context.ts'
import type { BotRow, UserRow } from '../store/tables/users.ts'
import type { Params } from './params.ts'

/** The bot that calls: its account and its settings. */
export interface Bot {
  readonly user: UserRow
  readonly settings: BotRow
}

/** What a method knows beside its parameters. */
export interface BotApiContext {
  /** The unit of work of this call. */
  readonly u: Unit
  /** The bot as the domain's functions take it. */
  readonly caller: Caller
  readonly bot: Bot
  readonly log: Logger
}

/** What `result` may hold. */
export type BotApiResult = object | string | number | boolean

/** One Bot API method: reads its parameters, calls the domain, encodes what came of it. */
export interface BotApiMethod {
  /** Telegram's spelling; clients may write it in any case. */
  readonly name: string
  /** Runs inside the call's unit of work. @throws RpcError, BotApiError */
  run(ctx: BotApiContext, params: Params): Promise<BotApiResult>
}
