import { checkNode } from './core/check-node.ts'
// Now, so that it takes Node's timers also where a test replaces those before it starts a server.
import './core/timers.ts'
import type { LocalgramServer, StartOptions } from './start-server.ts'

export type { ArrangedChat } from './control/arrange-chat.ts'
export type { SessionFormat } from './control/session-strings.ts'
export type { AdminRightName, NewBot, NewChat, NewUser } from './control/wanted.ts'
export type { LocalgramServer, StartOptions } from './start-server.ts'
export { UserError } from './core/user-error.ts'

checkNode(process.versions.node)

/**
 * Starts a server in this process: memory store and a free port unless told otherwise.
 *
 * @throws UserError for an unknown or malformed option, a port in use, an unusable directory, a malformed
 *   world file
 */
export async function startServer(options: StartOptions = {}): Promise<LocalgramServer> {
  // Loaded now and not above, where an old Node would look for node:sqlite before it says that it is old.
  const server = await import('./start-server.ts')
  return server.startServer(options)
}
