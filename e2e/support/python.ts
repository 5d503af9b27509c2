import { join } from 'node:path'
import { pythonOf } from '../../tools/python-clients.ts'
import { playJourney, startJourney, type Journey } from './play-journey.ts'
import type { TestWorld } from './world.ts'

const SCRIPTS = join(import.meta.dirname, '..', 'python')

/**
 * Runs one of the scripts of e2e/python with the world as its argument, and returns what it prints.
 *
 * @throws Error with what the script wrote to standard error, where it failed
 */
export function playInPython(
  environment: string,
  script: string,
  world: TestWorld,
): Promise<unknown> {
  const command = pythonOf(environment)
  return playJourney({ command, args: [script], directory: SCRIPTS }, world)
}

/**
 * Starts Pyrogram, or kurigram, as somebody who watches the chats until he has heard a number of
 * messages; resolves once it listens.
 */
export async function startWatching(
  environment: 'pyrogram' | 'kurigram',
  world: TestWorld,
  told: { readonly watcher: 'owner' | 'member'; readonly messages: number },
): Promise<Journey> {
  const command = pythonOf(environment)
  const args = ['pyrogram_watch.py']
  const journey = startJourney({ command, args, directory: SCRIPTS, told }, world)
  await journey.saying('ready')
  return journey
}
