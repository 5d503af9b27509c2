import type { Logger } from '../core/logger.ts'
import { documentedMethods } from './documented.ts'
import { BotApiError } from './errors.ts'
import type { BotApiMethod } from './method.ts'
import { BOT_API_METHODS } from './methods/index.ts'

/**
 * Makes the look-up of methods by name in any case.
 *
 * A method that Telegram has and localgram has not is logged once with its name, since whoever runs
 * the bot wants to know (ARCHITECTURE.md). The look-up throws BotApiError 404 for it and for names
 * that nobody has.
 */
export function createMethodFinder(log: Logger): (name: string) => BotApiMethod {
  const documented = new Map(documentedMethods().map((name) => [name.toLowerCase(), name]))
  const missed = new Set<string>()
  return (name) => {
    const method = BOT_API_METHODS.get(name.toLowerCase())
    if (method) return method
    const known = documented.get(name.toLowerCase())
    if (known === undefined) throw new BotApiError(404, 'Not Found: method not found')
    if (!missed.has(known)) {
      missed.add(known)
      log.warn({ method: known }, 'a Bot API method is not implemented')
    }
    throw new BotApiError(404, `Not Found: method ${known} is not supported by localgram`)
  }
}
