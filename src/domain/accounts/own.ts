import { rpcError } from '../../core/rpc-error.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Caller, Unit } from '../context.ts'

/** The caller's own account. @throws AUTH_KEY_UNREGISTERED when it was deleted meanwhile */
export async function requireOwn(u: Unit, caller: Caller): Promise<UserRow> {
  const user = await u.db.users.byId(caller.id)
  if (!user || user.deleted) throw rpcError('AUTH_KEY_UNREGISTERED')
  return user
}
