import { RpcError } from '../../core/rpc-error.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Caller, Unit } from '../context.ts'
import { isAccessHash, resolveUser, type InputPeer } from '../peers.ts'

/**
 * The accounts that a client names, each at the place of its input; undefined where there is none or where
 * the client may not name it. Asks the store for all at once where their access hashes are given.
 *
 * @throws as `findUser`
 */
export async function findUsers(
  u: Unit,
  caller: Caller,
  inputs: readonly InputPeer[],
): Promise<(UserRow | undefined)[]> {
  const isProven = (input: InputPeer): input is InputPeer & { kind: 'user' } =>
    input.kind === 'user' && isAccessHash(u, caller, 'user', input.userId, input.accessHash)
  const proven = inputs.filter(isProven).map((input) => input.userId)
  const rows = new Map((await u.db.users.byIds(proven)).map((row) => [row.id, row]))
  const found: (UserRow | undefined)[] = []
  for (const input of inputs) {
    const row = input.kind === 'user' ? rows.get(input.userId) : undefined
    found.push(row && isProven(input) ? row : await findUser(u, caller, input))
  }
  return found
}

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
