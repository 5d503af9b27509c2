import type { Metrics } from '../core/metrics.ts'
import type { Notices } from '../core/notices.ts'
import { documentedMethods } from './documented.ts'
import { badRequest, BotApiError } from './errors.ts'
import type { BotApiMethod } from './method.ts'
import { BOT_API_METHODS } from './methods/index.ts'

/** The methods by their names in any case. */
export interface MethodFinder {
  /** @throws BotApiError 404 for what is no method, 400 for one that is not there */
  find(name: string): BotApiMethod
  /** Telegram's spelling; `unknown` for what is no method. */
  nameOf(name: string): string
}

/**
 * Names of before, which Telegram's server still takes (Client.cpp init_methods). A method that is called
 * otherwise today has today's name here.
 */
const OLD_NAMES: Readonly<Record<string, string>> = {
  getChatMembersCount: 'getChatMemberCount',
  kickChatMember: 'banChatMember',
  setStickerSetThumb: 'setStickerSetThumbnail',
}

/** Names that Telegram's server takes and its documentation has not. */
const UNDOCUMENTED: readonly string[] = ['sendCustomRequest', 'answerCustomQuery']

/**
 * Makes the look-up of methods by name in any case.
 *
 * A method that Telegram has and localgram has not is counted, and said once. It is answered 400: client
 * libraries take 404 for a wrong token or a wrong address.
 */
export function createMethodFinder(notices: Notices, metrics: Metrics): MethodFinder {
  const today = [...documentedMethods(), ...UNDOCUMENTED].map((name) => [name, name])
  const names = new Map(
    [...today, ...Object.entries(OLD_NAMES)].map(([given = '', name = '']) => [
      given.toLowerCase(),
      name,
    ]),
  )
  const find = (given: string): BotApiMethod => {
    const name = names.get(given.toLowerCase())
    if (name === undefined) throw new BotApiError(404, 'Not Found: method not found')
    const method = BOT_API_METHODS.get(name.toLowerCase())
    if (method) return method
    metrics.unsupported('bot-api', name)
    notices.once({ method: name }, 'this method of the Bot API is not implemented; said once')
    throw badRequest(`method ${name} is not supported by localgram`)
  }
  return { find, nameOf: (given) => names.get(given.toLowerCase()) ?? 'unknown' }
}
