// TDLib by tdl. Start localgram with `npm start`, then here:
//
//     npm install
//     node export-chat-invite.js
//
// The demo world's user is +9996610001, the code of such test numbers is their sixth digit five times.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getTdjson } from 'prebuilt-tdlib'
import * as tdl from 'tdl'

const url = process.env.LOCALGRAM_URL ?? 'http://127.0.0.1:4430'
const server = await (await fetch(`${url}/control/v1/connection`)).json()
const directory = mkdtempSync(join(tmpdir(), 'localgram-tdl-'))

// TDLib has Telegram's RSA keys built in. The PEM of every 2048-bit key with the exponent 65537 has the
// same length, so this server's key can be written over the two of them in a copy of the library.
const library = readFileSync(getTdjson())
const pem = Buffer.from(server.publicKeyPem.trimEnd())
for (const key of ['MIIBCgKCAQEA6LszBcC1LGzy', 'MIIBCgKCAQEAyMEdY1aR+sCR']) {
  const start = library.indexOf(`-----BEGIN RSA PUBLIC KEY-----\n${key}`)
  if (start < 0) throw new Error('this TDLib holds other keys')
  pem.copy(library, start)
}
const tdjson = join(directory, 'libtdjson.so')
writeFileSync(tdjson, library)

tdl.configure({ tdjson, verbosityLevel: 1 })
const client = tdl.createClient({
  apiId: server.apiId,
  apiHash: server.apiHash,
  databaseDirectory: join(directory, 'database'),
  filesDirectory: join(directory, 'files'),
})
client.on('error', console.error)

// TDLib has Telegram's addresses built in, too. Behind this proxy every one of them is localgram.
const type = { _: 'proxyTypeSocks5', username: '', password: '' }
const proxy = { _: 'proxy', server: server.host, port: server.port, type }
await client.invoke({ _: 'addProxy', proxy, enable: true, comment: '' })

await client.login({
  type: 'user',
  getPhoneNumber: async () => '+9996610001',
  getAuthCode: async () => '11111',
})
const chat = await client.invoke({ _: 'searchPublicChat', username: 'username' })
const result = await client.invoke({
  _: 'createChatInviteLink',
  chat_id: chat.id,
  name: 'My very normal title',
  expiration_date: 0,
  member_limit: 0,
  creates_join_request: false,
})
console.log(result._, result.invite_link)
await client.close()
rmSync(directory, { recursive: true, force: true })
