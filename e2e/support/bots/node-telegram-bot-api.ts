import { Bot, TelegramApiError } from 'node-telegram-bot-api'
import { createWebhookServer } from 'node-telegram-bot-api/node'
import { linkParameters, newsOf, shownLink, WANTED, WELCOME, type BotDriver } from './bot.ts'
import { HOOK_PATH, HOOK_SECRET, openHook } from './webhook-server.ts'

/** node-telegram-bot-api 2: its own loop of getUpdates, its own web server. */
export const nodeTelegramBotApiDriver: BotDriver = {
  name: 'node-telegram-bot-api',
  roads: ['long polling', 'webhook'],
  async start({ apiRoot, token }, road, notes) {
    const bot = new Bot(token, { apiRoot })
    bot.use(async (ctx, next) => {
      notes.add(newsOf(ctx.update))
      await next()
    })
    bot.on('message', async (ctx) => {
      const text = ctx.message?.text
      if (ctx.chat?.type === 'private' && text !== undefined) await ctx.reply(`I heard: ${text}`)
    })
    bot.on('chat_join_request', async ({ api, update }) => {
      if (!('chat_join_request' in update)) return
      const { from, chat } = update.chat_join_request
      const isWelcome = from.first_name === WELCOME
      const whom = { chat_id: chat.id, user_id: from.id }
      if (isWelcome) await api.approveChatJoinRequest(whom)
      else await api.declineChatJoinRequest(whom)
      notes.add({ what: isWelcome ? 'approved' : 'declined', chat: chat.id, user: from.id })
    })
    const stop = road === 'webhook' ? await listen(bot) : await poll(bot)
    const { api } = bot
    return {
      exportLink: (chatId) => api.exportChatInviteLink({ chat_id: chatId }),
      createLink: async (chatId, settings) =>
        shownLink(await api.createChatInviteLink({ chat_id: chatId, ...linkParameters(settings) })),
      editLink: async (chatId, link, settings) => {
        const wanted = { chat_id: chatId, invite_link: link, ...linkParameters(settings) }
        return shownLink(await api.editChatInviteLink(wanted))
      },
      revokeLink: async (chatId, link) =>
        shownLink(await api.revokeChatInviteLink({ chat_id: chatId, invite_link: link })),
      async movedTo(chatId) {
        try {
          await api.sendMessage({ chat_id: chatId, text: 'Is somebody here?' })
        } catch (error) {
          if (error instanceof TelegramApiError) return error.migrateToChatId
          throw error
        }
        return undefined
      },
      stop,
    }
  },
}

async function poll(bot: Bot): Promise<() => Promise<void>> {
  const running = bot.startPolling(undefined, { allowedUpdates: [...WANTED], timeout: 10 })
  return async () => {
    bot.stop()
    await running
  }
}

async function listen(bot: Bot): Promise<() => Promise<void>> {
  const server = await openHook(
    createWebhookServer(bot, { path: HOOK_PATH, secretToken: HOOK_SECRET }),
  )
  await bot.api.setWebhook({
    url: server.url,
    allowed_updates: [...WANTED],
    secret_token: HOOK_SECRET,
  })
  return async () => {
    await bot.api.deleteWebhook()
    await server.close()
  }
}
