// mtcute as a user. Start localgram with `npm start`, then here:
//
//     npm install
//     node user.js
//
// The demo world's user is +9996610001, the code of such test numbers is their sixth digit five times.
import { connect } from './connect.js'

const tg = await connect()
await tg.start({ phone: '+9996610001', code: '11111' })
const result = await tg.call({
  _: 'messages.exportChatInvite',
  peer: await tg.resolvePeer('username'),
  title: 'My very normal title',
})
console.log(result._, result.link)
await tg.destroy()
