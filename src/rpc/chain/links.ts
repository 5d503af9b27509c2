import { BOT_ONLY_METHODS, USER_ONLY_METHODS } from '../../core/generated/method-audience.ts'
import { RpcError, rpcError } from '../../core/rpc-error.ts'
import { Deferred } from '../deferred.ts'
import { emptyAnswer } from '../empty-answers.ts'
import { originOf } from '../listeners.ts'
import { thisDc } from '../this-dc.ts'
import type { Call, Link } from './chain.ts'

const userOnly: ReadonlySet<string> = new Set(USER_ONLY_METHODS)
const botOnly: ReadonlySet<string> = new Set(BOT_ONLY_METHODS)

/**
 * Logs each call with its outcome: method, session, layer, error and the reason behind it. Bugs are
 * logged by the dispatcher, where those of decoding and encoding come by as well.
 */
export const logCall: Link = async (call, next) => {
  const { log } = call.parts
  try {
    const result = await next()
    // Asked first, since this is the hot path and the level mostly off.
    if (log.isLevelEnabled('debug')) log.debug(factsOf(call), 'rpc')
    return result
  } catch (error) {
    if (error instanceof RpcError) {
      const { message, reason } = error
      log.info({ ...factsOf(call), error: message, reason }, 'rpc answered with an error')
    }
    throw error
  }
}

function factsOf({ query, session, client }: Call): object {
  const { keyId } = session
  return { method: query._, keyId, layer: client.layer, account: client.accountId }
}

/**
 * Items that one list of a call may have. The work of many methods grows with them, and no client is
 * known to send more than some hundred.
 */
const LIST_MAX = 2000

/** @throws LIMIT_INVALID for a list so long that the other clients would wait for the answer */
export const boundLists: Link = ({ query }, next) => {
  for (const [field, value] of Object.entries(query)) {
    if (!Array.isArray(value) || value.length <= LIST_MAX) continue
    const reason = `${value.length} items in ${field}; at most ${LIST_MAX} are answered`
    return Promise.reject(rpcError('LIMIT_INVALID', { reason }))
  }
  return next()
}

/**
 * @throws AUTH_KEY_UNREGISTERED (401) where a login is needed and missing; SESSION_PASSWORD_NEEDED (401)
 *   where there is one that only its password is missing for: clients ask for that and do not begin anew
 */
export const requireLogin: Link = async (call, next) => {
  checkLogin(call)
  return next()
}

function checkLogin({ client, method }: Call): void {
  if (client.accountId !== undefined || method?.beforeLogin) return
  throw rpcError(client.passwordNeeded ? 'SESSION_PASSWORD_NEEDED' : 'AUTH_KEY_UNREGISTERED')
}

/** @throws BOT_METHOD_INVALID for bots on users' methods, USER_BOT_REQUIRED the other way round */
export const checkAudience: Link = (call, next) => {
  if (call.client.accountId === undefined) return next()
  if (call.client.isBot && userOnly.has(call.query._))
    return Promise.reject(rpcError('BOT_METHOD_INVALID'))
  if (!call.client.isBot && botOnly.has(call.query._))
    return Promise.reject(rpcError('USER_BOT_REQUIRED'))
  return next()
}

/** Answers what localgram has none of with the empty form, and names once what it does not implement. */
export const answerMissing: Link = (call, next) => {
  if (call.method !== undefined) return next()
  const empty = emptyAnswer(call.query, call.parts.domain.clock.now())
  if (empty !== undefined) return Promise.resolve(empty.value)
  const { query, parts, notices } = call
  parts.metrics?.unsupported('mtproto', query._)
  notices.once({ method: query._ }, 'this method is not implemented; said once')
  return Promise.reject(rpcError('METHOD_NOT_IMPLEMENTED', { reason: query._ }))
}

/** Runs the method in a unit of work of its own; an answer that waits is finished after it. */
export const runMethod: Link = async (call) => {
  const { method, client, session, msgId, parts } = call
  if (method === undefined) throw new Error('no method to run')
  const committed: (() => void | Promise<void>)[] = []
  let accountId: number | undefined
  const result = await parts.domain.unit((u) => {
    // The login may have ended while the call waited for its turn.
    checkLogin(call)
    accountId = client.accountId
    const ctx = {
      u,
      caller: {
        id: client.accountId ?? 0,
        isBot: client.isBot,
        dcId: thisDc(client, parts.server),
      },
      client,
      session,
      msgId,
      server: parts.server,
      log: parts.log,
      afterCommit: (work: () => void | Promise<void>) => committed.push(work),
    }
    // The dispatcher looked the method up by the name of this very object.
    return method.run(ctx, call.query as never)
  }, originOf(session))
  for (const work of committed) await work()
  if (!(result instanceof Deferred)) return result
  const { domain, pushes } = parts
  return result.finish({
    // The login may end meanwhile, by a reset too: then the account's number may be somebody else's.
    domain: {
      ...domain,
      unit: (work, originId) =>
        domain.unit((u) => {
          if (client.accountId !== accountId) throw rpcError('AUTH_KEY_UNREGISTERED')
          return work(u)
        }, originId),
    },
    originId: originOf(session),
    signal: call.signal,
    pushed: () => pushes.flushed(),
    together: (channelId, work) => pushes.together(channelId, work),
  })
}

/** The chain of every call, in order. */
export const CHAIN: readonly Link[] = [
  logCall,
  boundLists,
  requireLogin,
  checkAudience,
  answerMissing,
  runMethod,
]
