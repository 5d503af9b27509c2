import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import * as tdl from 'tdl'
import { startWorld } from '../support/world.ts'
import { enterLoopback, triedOutside } from './namespace.ts'
import { patchedLibrary } from './patched-library.ts'
import { TdlibClient, type Road } from './client.ts'

enterLoopback()
const directory = mkdtempSync(join(tmpdir(), 'td-'))
const lines: string[] = []
const testDc = !!process.env['TEST']
const world = await startWorld({ testMode: testDc, logLevel: 'debug', logTo: { write: (l) => void lines.push(l) } })
const tdjson = patchedLibrary(directory, world.server.publicKey)
tdl.configure({ tdjson, verbosityLevel: 'default' })
tdl.execute({ _: 'setLogStream', log_stream: { _: 'logStreamFile', path: join(directory, 'log'), max_file_size: 1e9, redirect_stderr: false } })
tdl.execute({ _: 'setLogVerbosityLevel', new_verbosity_level: Number(process.env['V'] ?? 3) })
console.log(directory)
const t0 = Date.now()
const c = await TdlibClient.create({ directory, port: world.server.port, road: (process.env['ROAD'] ?? 'socks5') as Road, pfs: !!process.env['PFS'], testDc })
try {
  if (process.argv[2] === 'bot') await c.loginBot(world.bot.token)
  else await c.loginUser(world.owner.phone)
  console.log('login', Date.now() - t0)
  const me = await c.invoke({ _: 'getMe' })
  console.log(me.id, await c.invoke({ _: 'getOption', name: 'my_id' }))
  const chat = await c.invoke({ _: 'searchPublicChat', username: 'username' })
  console.log(chat.id, chat.title)
  console.log(await c.invoke({ _: 'createChatInviteLink', chat_id: chat.id, name: 'My very normal title', expiration_date: 0, member_limit: 43, creates_join_request: false }))
  console.log(await c.invoke({ _: 'replacePrimaryChatInviteLink', chat_id: chat.id }))
} catch (e) { console.log('FAILED', e) }
await new Promise((r) => setTimeout(r, Number(process.env['WAIT'] ?? 1500)))
await c.close()
console.log('closed', Date.now() - t0, 'outside', triedOutside())
await world.server.stop()
const log = readFileSync(join(directory, 'log'), 'utf8').split('\n')
console.log(log.filter((l) => /^\[ [012]\]/.test(l)).join('\n'))
console.log(lines.map((l) => JSON.parse(l)).map((o) => [o.level, o.msg, o.method, o.account, o.error, o.reason, o.err?.stack ?? ''].join(' ')).join('\n'))
