import { randomInt } from 'node:crypto'
import { UserError } from '../core/user-error.ts'

/**
 * Where free ports are looked for. The system's own begin at 32768 on Linux, but the session strings of
 * GramJS and teleproto hold a port as a signed number of 16 bits: GramJS throws and teleproto dials a
 * negative port.
 */
const FREE_PORTS = { from: 16_384, to: 32_768 }
const TRIES = 20

/**
 * Listens on a free port that every client can write into its session.
 *
 * @param listen opens a port, 0 for any; throws UserError PORT_IN_USE
 */
export async function listenOnFreePort(
  listen: (port: number) => Promise<{ port: number }>,
): Promise<{ port: number }> {
  for (let i = 0; i < TRIES; i++) {
    try {
      return await listen(randomInt(FREE_PORTS.from, FREE_PORTS.to))
    } catch (error) {
      if (!(error instanceof UserError && error.code === 'PORT_IN_USE')) throw error
    }
  }
  return listen(0)
}
