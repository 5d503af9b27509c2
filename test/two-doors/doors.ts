import { createLogger } from '../../src/core/logger.ts'
import { noticesInLog } from '../../src/core/notices.ts'
import { BOT_API_METHODS } from '../../src/bot-api/methods/index.ts'
import { Params } from '../../src/bot-api/params.ts'
import type { Unit } from '../../src/domain/context.ts'
import type { TestAccount } from '../../src/domain/testing.ts'
import { Encoder } from '../../src/rpc/encode/encoder.ts'
import { METHODS } from '../../src/rpc/methods/index.ts'
import type { TlMethods } from '../../src/tl/generated/methods.ts'
import type { TypeChat, TypeUser } from '../../src/tl/generated/base.ts'
import { NEWEST_LAYER } from '../../src/tl/api.ts'
import type { Ledger } from './ledger.ts'
import { compare, expected, type Beside, type Twin } from './twin.ts'

/** Both doors on the rows of one unit, for one bot. */
export class Doors {
  readonly u: Unit
  readonly bot: TestAccount
  readonly #ledger: Ledger

  constructor(u: Unit, bot: TestAccount, ledger: Ledger) {
    this.u = u
    this.bot = bot
    this.#ledger = ledger
  }

  /** An encoder of MTProto for the bot. */
  encoder(): Encoder {
    return new Encoder(this.u, this.bot.caller)
  }

  /** What an encoder noted, watched; and the bot, who knows itself. */
  async beside(e: Encoder): Promise<Beside> {
    e.user(this.bot.id)
    return this.besideOf(await e.users(), await e.chats())
  }

  /** The same of an answer. */
  besideOf(users: readonly TypeUser[], chats: readonly TypeChat[]): Beside {
    const byId = <T extends { readonly id: number }>(all: readonly T[]): ReadonlyMap<number, T> =>
      new Map(all.map((one) => [one.id, this.#ledger.watched(one)]))
    return { viewerId: this.bot.id, users: byId(users), chats: byId(chats) }
  }

  /** Watches what MTProto tells. */
  watched<T>(value: T): T {
    return this.#ledger.watched(value)
  }

  /** Compares what MTProto told, already watched, with what the Bot API tells. */
  agree<T>(twin: Twin<T>, told: T, beside: Beside, json: unknown, where: string): void {
    compare(this.#ledger, expected(twin, told, beside), json, where)
  }

  /** Compares values that are no objects with a twin. */
  same(want: unknown, said: unknown, where: string): void {
    compare(this.#ledger, want, said, where)
  }

  /** Calls a method of MTProto in this unit. */
  async mtproto<N extends keyof TlMethods>(
    name: N,
    request: Omit<TlMethods[N]['request'], '_'>,
  ): Promise<TlMethods[N]['result']> {
    const method = METHODS.get(name)
    if (!method) throw new Error(`no method ${name}`)
    const client = { layer: NEWEST_LAYER, device: { langCode: 'en' } }
    // The methods that are called here look at nothing else in their context.
    const ctx = { u: this.u, caller: this.bot.caller, client } as never
    return (await method.run(ctx, { _: name, ...request } as never)) as TlMethods[N]['result']
  }

  /** Calls a method of the Bot API in this unit; its result has not been through JSON. */
  async botApi(name: string, params: object = {}): Promise<unknown> {
    const method = BOT_API_METHODS.get(name.toLowerCase())
    const settings = await this.u.db.users.botById(this.bot.id)
    const user = await this.u.db.users.byId(this.bot.id)
    if (!method || !settings || !user) throw new Error(`no method ${name}, or no bot`)
    const bot = { user, settings }
    const notices = noticesInLog(createLogger('silent'))
    const ctx = { u: this.u, caller: this.bot.caller, bot, notices }
    const given = new Params()
    given.add(textsOf(params))
    return method.run(ctx, given)
  }
}

/** Parameters as a form has them. */
function textsOf(params: object): [name: string, value: string][] {
  return Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
}
