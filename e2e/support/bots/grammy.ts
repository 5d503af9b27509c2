import { Bot, GrammyError, webhookCallback } from 'grammy'
import { linkParameters, newsOf, shownLink, WANTED, WELCOME, type BotDriver } from './bot.ts'
import { HOOK_SECRET, serveHook } from './webhook-server.ts'

/** grammY: `apiRoot`, its own loop of getUpdates, its own callback for Node's server. */
export const grammyDriver: BotDriver = {
  name: 'grammY',
  roads: ['long polling', 'webhook'],
  async start({ apiRoot, token }, road, notes) {
    const bot = new Bot(token, { client: { apiRoot } })
    bot.use(async (ctx, next) => {
      notes.add(newsOf(ctx.update))
      await next()
    })
    bot.chatType('private').on('message:text', async (ctx) => {
      await ctx.reply(`I heard: ${ctx.msg.text}`)
    })
    bot.on('chat_join_request', async (ctx) => {
      const { from, chat } = ctx.chatJoinRequest
      const isWelcome = from.first_name === WELCOME
      if (isWelcome) await ctx.approveChatJoinRequest(from.id)
      else await ctx.declineChatJoinRequest(from.id)
      notes.add({ what: isWelcome ? 'approved' : 'declined', chat: chat.id, user: from.id })
    })
    const stop = road === 'webhook' ? await listen(bot) : await poll(bot)
    const { api } = bot
    return {
      exportLink: (chatId) => api.exportChatInviteLink(chatId),
      createLink: async (chatId, settings) =>
        shownLink(await api.createChatInviteLink(chatId, linkParameters(settings))),
      editLink: async (chatId, link, settings) =>
        shownLink(await api.editChatInviteLink(chatId, link, linkParameters(settings))),
      revokeLink: async (chatId, link) => shownLink(await api.revokeChatInviteLink(chatId, link)),
      async movedTo(chatId) {
        try {
          await api.sendMessage(chatId, 'Is somebody here?')
        } catch (error) {
          if (error instanceof GrammyError) return error.parameters.migrate_to_chat_id
          throw error
        }
        return undefined
      },
      stop,
    }
  },
}

async function poll(bot: Bot): Promise<() => Promise<void>> {
  let running: Promise<void> | undefined
  await new Promise<void>((resolve, reject) => {
    running = bot.start({ allowed_updates: WANTED, onStart: () => resolve() })
    running.catch(reject)
  })
  return async () => {
    await bot.stop()
    await running
  }
}

async function listen(bot: Bot): Promise<() => Promise<void>> {
  const callback = webhookCallback(bot, 'http', { secretToken: HOOK_SECRET })
  const server = await serveHook((request, response) => void callback(request, response))
  const options = { allowed_updates: WANTED, secret_token: HOOK_SECRET }
  await bot.api.setWebhook(server.url, options)
  return async () => {
    await bot.api.deleteWebhook()
    await server.close()
  }
}
