import { rpcError } from '../../core/rpc-error.ts'
import type { Caller, Unit } from '../context.ts'

/**
 * Refuses to look at a link, whichever, while the account has to wait because of its guesses. It must
 * come before the look: an answer that differs for links that exist would tell which do.
 *
 * @throws FLOOD_WAIT_%d (420) with the seconds until it may look again
 */
export function checkInviteGuesses(u: Unit, caller: Caller): void {
  const seconds = u.inviteGuesses.waitOf(caller.id, u.now)
  if (seconds > 0) {
    throw rpcError('FLOOD_WAIT_%d', { value: seconds, reason: 'too many links that do not exist' })
  }
}

/** Counts a hash that belongs to no link. Links that were good once never count. */
export function noteInviteGuess(u: Unit, caller: Caller): void {
  u.inviteGuesses.note(caller.id, u.now)
}
