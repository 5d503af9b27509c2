import type { Logger } from '../core/logger.ts'
import type { Metrics } from '../core/metrics.ts'
import { documentedMethods } from './documented.ts'
import { BotApiError } from './errors.ts'
import type { BotApiMethod } from './method.ts'
import { BOT_API_METHODS } from './methods/index.ts'

/** The methods by their names in any case. */
export interface MethodFinder {
  /** @throws BotApiError 404 */
  find(name: string): BotApiMethod
  /** Telegram's spelling; `unknown` for what is no method. */
  nameOf(name: string): string
}

/**
 * Makes the look-up of methods by name in any case.
 *
 * A method that Telegram has and localgram has not is counted, and logged once with its name, since
 * whoever runs the bot wants to know (ARCHITECTURE.md). The look-up throws BotApiError 404 for it and for names
 * that nobody has.
 */
export function createMethodFinder(log: Logger, metrics: Metrics): MethodFinder {
  const documented = new Map(documentedMethods().map((name) => [name.toLowerCase(), name]))
  const missed = new Set<string>()
  const find = (name: string): BotApiMethod => {
    const method = BOT_API_METHODS.get(name.toLowerCase())
    if (method) return method
    const known = documented.get(name.toLowerCase())
    if (known === undefined) throw new BotApiError(404, 'Not Found: method not found')
    metrics.unsupported('bot-api', known)
    if (!missed.has(known)) {
      missed.add(known)
      log.warn({ method: known }, 'a Bot API method is not implemented')
    }
    throw new BotApiError(404, `Not Found: method ${known} is not supported by localgram`)
  }
  return { find, nameOf: (name) => documented.get(name.toLowerCase()) ?? 'unknown' }
}
