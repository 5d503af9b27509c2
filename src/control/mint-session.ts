import { keptKey, mintKey } from '../domain/accounts/mint.ts'
import { sessionString, type SessionFormat } from './session-strings.ts'
import { UserError } from '../core/user-error.ts'
import type { Domain } from '../domain/context.ts'

/** What a session string says beside its account and key. */
export interface MintTarget {
  readonly host: string
  readonly port: number
  readonly dcId: number
  readonly testMode: boolean
  readonly layer: number
  readonly apiId: number
}

/**
 * Makes a logged-in session string for an account in a client's own format, carrying this server's
 * address: no key exchange, no code (`POST /control/v1/sessions`).
 *
 * @param keptAs a name under which the login is kept and found again, for one that is wanted many times
 * @throws USER_ID_INVALID for an unknown account
 */
export async function mintSession(
  domain: Domain,
  accountId: number,
  format: SessionFormat,
  target: MintTarget,
  keptAs?: string,
): Promise<string> {
  const { layer, apiId } = target
  const wallNow = Math.floor(domain.clock.wallMs() / 1000)
  const mintFacts = { layer, apiId, wallNow }
  const { user, key } = await domain.unit((u) =>
    keptAs === undefined
      ? mintKey(u, accountId, mintFacts)
      : keptKey(u, keptAs, accountId, mintFacts),
  )
  const facts = { ...target, authKey: key, userId: user.id, isBot: user.isBot === 1 }
  try {
    return sessionString(format, facts)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // Some formats hold an IP address only.
    throw new UserError(
      'SESSION_HOST',
      `a ${format} session can't say where this server is (${error.message})`,
      'start with an IP address as --host or --public-host',
      { cause: error },
    )
  }
}
