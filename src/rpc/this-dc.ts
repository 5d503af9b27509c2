import type { Client } from './clients.ts'
import type { ServerFacts } from './server-facts.ts'

/**
 * The data centre that a client is told it talks to: the one it thinks it does, where it said so.
 * TDLib asks for help.getConfig again after every reply that names another (spec/clients.md section 1).
 */
export function thisDc(client: Client, server: ServerFacts): number {
  return client.dcId ?? server.dcId
}
