// mtcute as a bot. Start localgram with `npm start`, then here:
//
//     npm install
//     node bot.js
import { connect, url } from './connect.js'

// The control API tells the token, so that nobody has to copy it.
const [bot] = await (await fetch(`${url}/control/v1/bots`)).json()

const tg = await connect()
await tg.start({ botToken: bot.token })
const invite = await tg.createInviteLink('username', { usageLimit: 43 })
console.log(invite.link, invite.usageLimit)
await tg.destroy()
