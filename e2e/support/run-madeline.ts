import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { madelineAutoload } from '../../tools/madeline.ts'
import { enterLoopback, triedOutside } from '../tdlib/namespace.ts'
import { playJourney } from './play-journey.ts'
import { startWorld } from './world.ts'

/*
 * Plays a program of e2e/php against a world of its own and prints what came of it as JSON. The client
 * has Telegram's addresses built in, so it is run where nothing but `lo` is:
 *
 *     unshare -n node e2e/support/run-madeline.ts journey.php
 */

enterLoopback()
const [, , program = ''] = process.argv
const script = join(import.meta.dirname, '..', 'php', program)
const directory = mkdtempSync(join(tmpdir(), 'localgram-madeline-'))
try {
  await using world = await startWorld()
  const { owner, bot, stranger, member } = world
  const told = { autoload: madelineAutoload() }
  const outcome = await playJourney({ command: 'php', args: [script], directory, told }, world)
  const ids = { owner: owner.id, bot: bot.id, stranger: stranger.id, member: member.id }
  process.stdout.write(JSON.stringify({ outcome, ids, triedOutside: triedOutside() }))
} finally {
  rmSync(directory, { recursive: true, force: true })
}
