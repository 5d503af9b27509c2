import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from '../../src/index.ts'
import { madelineAutoload } from '../../tools/madeline.ts'
import { enterLoopback, triedOutside } from '../tdlib/namespace.ts'
import { copyExample } from './example.ts'

/*
 * Runs the examples for MadelineProto against the demo world, one after the other as their page says,
 * and prints what came of it as JSON. The client has Telegram's addresses built in, so it is run where
 * nothing but `lo` is:
 *
 *     unshare -n node e2e/support/run-madeline-example.ts
 */

enterLoopback()
const seed = join(import.meta.dirname, '..', '..', 'examples', 'world.yaml')
await using server = await startServer({ seed })
using example = copyExample('madelineproto')
// As after `composer require`.
mkdirSync(join(example.directory, 'vendor'))
const autoload = JSON.stringify(madelineAutoload())
writeFileSync(join(example.directory, 'vendor', 'autoload.php'), `<?php require ${autoload};`)
const env = { LOCALGRAM_URL: server.url }
const login = await example.run('php', ['export_chat_invite.php'], { env })
// The document's text prints nothing, while the client prints its log.
const shown = "include 'document.php'; fwrite(STDERR, json_encode($ExportedChatInvite));"
const { code, errors } = await example.run('php', ['-r', shown], { env })
const document = { code, invite: JSON.parse(errors) as unknown }
process.stdout.write(JSON.stringify({ example: login, document, triedOutside: triedOutside() }))
