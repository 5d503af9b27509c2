import { Telegraf, TelegramError } from 'telegraf'
import { message } from 'telegraf/filters'
import { linkParameters, newsOf, shownLink, WANTED, WELCOME, type BotDriver } from './bot.ts'
import { HOOK_PATH, HOOK_SECRET, serveHook } from './webhook-server.ts'

/**
 * Telegraf: `apiRoot`, its own loop of getUpdates, its own callback for Node's server. There it puts the first
 * call of a handler into the answer to the webhook.
 */
export const telegrafDriver: BotDriver = {
  name: 'Telegraf',
  roads: ['long polling', 'webhook'],
  async start({ apiRoot, token }, road, notes) {
    const bot = new Telegraf(token, { telegram: { apiRoot } })
    bot.use(async (ctx, next) => {
      notes.add(newsOf(ctx.update))
      await next()
    })
    bot.on(message('text'), async (ctx) => {
      if (ctx.chat.type === 'private') await ctx.reply(`I heard: ${ctx.text}`)
    })
    bot.on('chat_join_request', async (ctx) => {
      const { from, chat } = ctx.chatJoinRequest
      const isWelcome = from.first_name === WELCOME
      if (isWelcome) await ctx.approveChatJoinRequest(from.id)
      else await ctx.declineChatJoinRequest(from.id)
      notes.add({ what: isWelcome ? 'approved' : 'declined', chat: chat.id, user: from.id })
    })
    const stop = road === 'webhook' ? await listen(bot) : await poll(bot)
    const { telegram } = bot
    return {
      exportLink: (chatId) => telegram.exportChatInviteLink(chatId),
      createLink: async (chatId, settings) =>
        shownLink(await telegram.createChatInviteLink(chatId, linkParameters(settings))),
      editLink: async (chatId, link, settings) =>
        shownLink(await telegram.editChatInviteLink(chatId, link, linkParameters(settings))),
      revokeLink: async (chatId, link) =>
        shownLink(await telegram.revokeChatInviteLink(chatId, link)),
      async movedTo(chatId) {
        try {
          await telegram.sendMessage(chatId, 'Is somebody here?')
        } catch (error) {
          if (error instanceof TelegramError) return error.parameters?.migrate_to_chat_id
          throw error
        }
        return undefined
      },
      stop,
    }
  },
}

async function poll(bot: Telegraf): Promise<() => Promise<void>> {
  let running: Promise<void> | undefined
  await new Promise<void>((resolve, reject) => {
    running = bot.launch({ allowedUpdates: [...WANTED] }, () => resolve())
    running.catch(reject)
  })
  return async () => {
    bot.stop()
    await running
  }
}

async function listen(bot: Telegraf): Promise<() => Promise<void>> {
  const callback = bot.webhookCallback(HOOK_PATH, { secretToken: HOOK_SECRET })
  const server = await serveHook((request, response) => void callback(request, response))
  const options = { allowed_updates: [...WANTED], secret_token: HOOK_SECRET }
  await bot.telegram.setWebhook(server.url, options)
  return async () => {
    await bot.telegram.deleteWebhook()
    await server.close()
  }
}
