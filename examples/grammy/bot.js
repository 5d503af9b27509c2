// grammY: a bot that lets in whoever asks. Start localgram with `npm start`, then here:
//
//     npm install
//     node bot.js
//
// Ctrl+C ends it.
import { Bot } from 'grammy'

const url = process.env.LOCALGRAM_URL ?? 'http://127.0.0.1:4430'
// The control API tells the token, so that nobody has to copy it.
const [{ token }] = await (await fetch(`${url}/control/v1/bots`)).json()

const bot = new Bot(token, { client: { apiRoot: url } })

bot.on('chat_join_request', async (ctx) => {
  await ctx.approveChatJoinRequest(ctx.from.id)
  console.log(`let ${ctx.from.first_name} into ${ctx.chat.title}`)
})

const link = await bot.api.createChatInviteLink('@username', { creates_join_request: true })
console.log(`ask to join by ${link.invite_link}`)
await bot.start()
