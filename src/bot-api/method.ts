import type { Notices } from '../core/notices.ts'
import type { Caller, Unit } from '../domain/context.ts'
import type { BotRow, UserRow } from '../store/tables/users.ts'
import { readAll, type ParameterTable, type ValuesOf } from './parameters.ts'
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
  /** What people are told once of what is not done here. */
  readonly notices: Notices
}

/** What `result` may hold. */
export type BotApiResult = object | string | number | boolean

/** One Bot API method: reads its parameters, calls the domain, encodes what came of it. */
export interface BotApiMethod {
  /** Telegram's spelling; clients may write it in any case. */
  readonly name: string
  /** What it takes, in the order in which it is read; `GET /openapi.json` tells the same. */
  readonly parameters: ParameterTable
  /** Runs inside the call's unit of work. @throws RpcError, BotApiError */
  run(ctx: BotApiContext, params: Params): Promise<BotApiResult>
}

/** A method as its file writes it: `run` gets its parameters read. */
export interface MethodParts<P extends ParameterTable> {
  readonly name: string
  readonly parameters: P
  /** @throws RpcError, BotApiError */
  run(ctx: BotApiContext, values: ValuesOf<P>): Promise<BotApiResult>
}

/**
 * Makes a method whose parameters are read, and described, by one table. What a call asks for by a
 * parameter and does not get is said once.
 */
export function method<P extends ParameterTable>(parts: MethodParts<P>): BotApiMethod {
  const { parameters } = parts
  return {
    ...parts,
    run: async (ctx, params) => {
      const values = readAll(parameters, params)
      for (const [parameter, { isDropped }] of Object.entries(parameters)) {
        if (!isDropped?.(params, parameter)) continue
        ctx.notices.once(
          { method: parts.name, parameter },
          'this parameter has no effect; said once',
        )
      }
      return parts.run(ctx, values)
    },
  }
}
