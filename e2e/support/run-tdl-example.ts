import { join } from 'node:path'
import { startServer } from '../../src/index.ts'
import { enterLoopback, triedOutside } from '../tdlib/namespace.ts'
import { copyExample } from './example.ts'

/**
 * Runs the example for TDLib against the demo world and prints what came of it as JSON. TDLib has
 * Telegram's addresses built in, so it is run where nothing but `lo` is:
 *
 *     unshare -n node e2e/support/run-tdl-example.ts
 */
enterLoopback()
const seed = join(import.meta.dirname, '..', '..', 'examples', 'world.yaml')
await using server = await startServer({ seed })
using example = copyExample('tdl')
const run = await example.run(process.execPath, ['export-chat-invite.js'], {
  env: { LOCALGRAM_URL: server.url },
})
process.stdout.write(JSON.stringify({ ...run, triedOutside: triedOutside() }))
