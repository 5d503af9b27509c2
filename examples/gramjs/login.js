// GramJS with a login by phone and code. Start localgram with `npm start`, then here:
//
//     npm install
//     node login.js
//
// The demo world's user is +9996610001, the code of such test numbers is their sixth digit five times.
const { createPublicKey } = require('node:crypto')
const bigInt = require('big-integer')
const { Api, TelegramClient } = require('telegram')
const { _serverKeys } = require('telegram/crypto/RSA')
const { ConnectionTCPFull } = require('telegram/network')
const { StringSession } = require('telegram/sessions')

const url = process.env.LOCALGRAM_URL ?? 'http://127.0.0.1:4430'

async function main() {
  const server = await (await fetch(`${url}/control/v1/connection`)).json()

  // GramJS trusts Telegram's RSA keys only: add this server's.
  const { n } = createPublicKey(server.publicKeyPem).export({ format: 'jwk' })
  const fingerprint = BigInt.asIntN(64, BigInt(`0x${server.publicKeyFingerprint}`))
  const modulus = bigInt(Buffer.from(n, 'base64url').toString('hex'), 16)
  _serverKeys.set(fingerprint.toString(), { n: modulus, e: 65537 })

  // GramJS dials port 80 whatever its session says: send it to this server's port.
  class LocalConnection extends ConnectionTCPFull {
    constructor(options) {
      super({ ...options, ip: server.host, port: server.port })
    }
  }

  const session = new StringSession('')
  session.setDC(server.dcId, server.host, server.port)
  const client = new TelegramClient(session, server.apiId, server.apiHash, {
    connection: LocalConnection,
    useWSS: false,
  })
  await client.start({
    phoneNumber: '+9996610001',
    phoneCode: async () => '11111',
    onError: (error) => {
      throw error
    },
  })

  const result = await client.invoke(
    new Api.messages.ExportChatInvite({ peer: 'username', title: 'My very normal title' }),
  )
  console.log(result.className, result.link)
  await client.destroy()
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
