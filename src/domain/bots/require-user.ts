import { rpcError } from '../../core/rpc-error.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'

/**
 * An account that a bot names by its id alone.
 *
 * @throws PARTICIPANT_ID_INVALID for an id that nobody has
 */
export async function requireUser(u: Unit, userId: number): Promise<UserRow> {
  const user = await u.db.users.byId(userId)
  if (!user) throw rpcError('PARTICIPANT_ID_INVALID', { reason: `no user ${userId}` })
  return user
}
