import type { Metrics } from '../core/metrics.ts'
import type { Notices } from '../core/notices.ts'
import type { Domain, Unit } from '../domain/context.ts'
import { answerOf } from './errors.ts'
import { Deferred, Described, type Afterwards } from './deferred.ts'
import { createMethodFinder } from './find-method.ts'
import type { Bot, BotApiResult } from './method.ts'
import type { Params } from './params.ts'

/** What a call that succeeded answers. */
export interface CallAnswer {
  readonly ok: true
  readonly result: BotApiResult
  readonly description?: string
}

/** Who calls what. */
export interface MethodCall {
  /** Finds the bot. @throws BotApiError 401 */
  readonly identify: (u: Unit) => Promise<Bot>
  /** The method's name in any case. */
  readonly name: string
  readonly params: Params
}

/** Runs a method as one unit of work, and finishes what it leaves for afterwards. */
export type CallMethod = (call: MethodCall, signal: AbortSignal) => Promise<CallAnswer>

/**
 * The domain for what a bot does over several units. It is found anew in each: it may have logged out, or a
 * reset may have given its number to another one.
 */
function domainOf(domain: Domain, identify: MethodCall['identify']): Domain {
  return {
    ...domain,
    unit: (work, originId) =>
      domain.unit(async (u) => {
        await identify(u)
        return work(u)
      }, originId),
  }
}

/** Makes the one way to run a method, for HTTP requests and for calls in the answers of webhooks. */
export function createMethodCaller(
  after: Omit<Afterwards, 'signal'>,
  notices: Notices,
  metrics: Metrics,
): CallMethod {
  const { find, nameOf } = createMethodFinder(notices, metrics)
  const call: CallMethod = async ({ identify, name, params }, signal) => {
    const begun = await after.domain.unit(async (u) => {
      const bot = await identify(u)
      const caller = { id: bot.user.id, isBot: true }
      return find(name).run({ u, caller, bot, notices }, params)
    })
    const result =
      begun instanceof Deferred
        ? await begun.finish({ ...after, domain: domainOf(after.domain, identify), signal })
        : begun
    return result instanceof Described
      ? { ok: true, result: result.result, description: result.description }
      : { ok: true, result }
  }
  return async (wanted, signal) => {
    let code = 200
    try {
      return await call(wanted, signal)
    } catch (error) {
      code = answerOf(error)?.code ?? 500
      throw error
    } finally {
      metrics.botApiCall(nameOf(wanted.name), code)
    }
  }
}
