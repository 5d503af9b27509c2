import { RpcError } from '../../core/rpc-error.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveUser, type InputPeer } from '../peers.ts'

/**
 * The account that a client names, undefined where there is none or where the client may not name it.
 *
 * @throws MSG_ID_INVALID, FROM_MESSAGE_BOT_DISABLED and what else `resolvePeer` throws for the chat of
 *   an inputUserFromMessage
 */
export async function findUser(
  u: Unit,
  caller: Caller,
  input: InputPeer,
): Promise<UserRow | undefined> {
  try {
    return await resolveUser(u, caller, input)
  } catch (error) {
    if (error instanceof RpcError && error.type === 'USER_ID_INVALID') return undefined
    throw error
  }
}
