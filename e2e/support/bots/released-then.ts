import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Telegraf } from 'telegraf-3'
import { hasPython } from '../../../tools/python-clients.ts'
import { newsOf, WANTED, WELCOME, type BotPlace, type Notes, type RawUpdate } from './bot.ts'
import { startScript } from './script-bot.ts'

/** A release of a Bot API library that many bots still run: it is older than much of what it is sent. */
export interface OldLibrary {
  readonly name: string
  /** Starts its bot: it decides about requests, and mutes and frees whom a moderator names. */
  start(place: BotPlace, notes: Notes): Promise<{ stop(): Promise<void> }>
}

/** What the libraries of Python are run by; each is left out, and said aloud, where its environment is missing. */
const SCRIPTS = {
  'python-telegram-bot-13': 'python_telegram_bot_13.py',
  'python-telegram-bot-20': 'python_telegram_bot_20.py',
  'aiogram-2': 'aiogram_2.py',
  pytelegrambotapi: 'pytelegrambotapi.py',
} as const

/** Every permission that there was before Bot API 6.3. */
const EVERYTHING = {
  can_send_messages: true,
  can_send_media_messages: true,
  can_send_polls: true,
  can_send_other_messages: true,
  can_add_web_page_previews: true,
  can_change_info: true,
  can_invite_users: true,
  can_pin_messages: true,
}

/** The calls of a moderator's bot, in a library's own way. */
interface Moderator {
  call(method: string, parameters: object): Promise<unknown>
  restrict(chatId: number, userId: number, permissions: object): Promise<unknown>
  standing(
    chatId: number,
    userId: number,
  ): Promise<{ status: string; can_send_messages?: boolean | undefined }>
  say(chatId: number, text: string): Promise<unknown>
}

/** Telegraf 3 knows no requests: its bots ask for the method by name. */
const telegraf: OldLibrary = {
  name: 'Telegraf 3.40',
  async start({ apiRoot, token }, notes) {
    const bot = new Telegraf(token, { telegram: { apiRoot } })
    const { telegram } = bot
    const moderator: Moderator = {
      call: (method, parameters) =>
        (telegram as unknown as { callApi: Moderator['call'] }).callApi(method, parameters),
      restrict: (chatId, userId, permissions) =>
        telegram.restrictChatMember(chatId, userId, { permissions }),
      standing: (chatId, userId) => telegram.getChatMember(chatId, userId),
      say: (chatId, text) => telegram.sendMessage(chatId, text),
    }
    bot.use((ctx) => act(moderator, ctx.update, notes))
    await bot.launch({ polling: { timeout: 2, allowedUpdates: [...WANTED] as never } })
    return {
      async stop() {
        await bot.stop()
      },
    }
  },
}

/** node-telegram-bot-api 0.50 in the few words that are used of it; it has no types. */
interface OldNodeBot {
  processUpdate: (update: RawUpdate) => void
  startPolling(): Promise<void>
  stopPolling(): Promise<void>
  sendMessage: Moderator['say']
  getChatMember: Moderator['standing']
  restrictChatMember(chatId: number, userId: number, form: object): Promise<unknown>
  _request(method: string, options: { form: object }): Promise<unknown>
}

const nodeTelegramBotApi: OldLibrary = {
  name: 'node-telegram-bot-api 0.50',
  async start({ apiRoot, token }, notes) {
    const Bot = createRequire(import.meta.url)('node-telegram-bot-api-0') as new (
      token: string,
      options: object,
    ) => OldNodeBot
    const params = { timeout: 2, allowed_updates: JSON.stringify(WANTED) }
    const polling = { autoStart: false, params }
    const bot = new Bot(token, { baseApiUrl: apiRoot, polling })
    const moderator: Moderator = {
      call: (method, form) => bot._request(method, { form }),
      restrict: (chatId, userId, permissions) =>
        // This release gives the permissions as fields of their own, as there were before Bot API 4.4.
        bot.restrictChatMember(chatId, userId, permissions),
      standing: (chatId, userId) => bot.getChatMember(chatId, userId),
      say: (chatId, text) => bot.sendMessage(chatId, text),
    }
    // It tells nobody of updates that it does not know: bots that want them look here.
    bot.processUpdate = (update) => void act(moderator, update, notes)
    await bot.startPolling()
    return { stop: () => bot.stopPolling() }
  },
}

/** What the bot does about an update. */
async function act(moderator: Moderator, update: RawUpdate, notes: Notes): Promise<void> {
  notes.add(newsOf(update))
  const { message, chat_join_request: request } = update
  if (request) {
    const isWelcome = request.from.first_name === WELCOME
    const whom = { chat_id: request.chat.id, user_id: request.from.id }
    const method = isWelcome ? 'approveChatJoinRequest' : 'declineChatJoinRequest'
    await moderator.call(method, whom)
    const what = isWelcome ? 'approved' : 'declined'
    notes.add({ what, chat: request.chat.id, user: request.from.id })
  }
  if (message?.text === undefined) return
  const { chat, text } = message
  const [, order, user] = /^(mute|free) (\d+)$/.exec(text) ?? []
  if (order === undefined) {
    if (chat.id > 0) await moderator.say(chat.id, `I heard: ${text}`)
    return
  }
  const userId = Number(user)
  const permissions = order === 'mute' ? { can_send_messages: false } : EVERYTHING
  await moderator.restrict(chat.id, userId, permissions)
  const { status, can_send_messages } = await moderator.standing(chat.id, userId)
  notes.add({ what: 'standing', chat: chat.id, user: userId, now: status, may: can_send_messages })
}

/** The releases that the tests run. */
export const OLD_LIBRARIES: readonly OldLibrary[] = [
  telegraf,
  nodeTelegramBotApi,
  ...Object.entries(SCRIPTS)
    .filter(([environment]) => hasPython(environment))
    .map(([environment, script]): OldLibrary => ({
      name: environment,
      start: (place, notes) => startScript(environment, join('old', script), place, notes),
    })),
]
