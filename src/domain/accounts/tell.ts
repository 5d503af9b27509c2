import type { Unit } from '../context.ts'
import { tellAccount } from '../updates/log.ts'

/**
 * Tells those whom an account's change concerns: its own sessions, and everybody who has it in the
 * contact list. Others see the new state when they meet the account next.
 */
export async function tellAboutUser(
  u: Unit,
  userId: number,
  kind: 'user' | 'userName',
): Promise<void> {
  for (const id of new Set([userId, ...(await u.db.users.contactOwners(userId))])) {
    await tellAccount(u, id, { kind, userId }, 0)
  }
}
