import type { UserRow } from '../../store/tables/users.ts'
import type { Caller, Unit } from '../context.ts'
import { requestToAnswer } from '../join-requests/asks-to-join.ts'
import { isAccessHash, resolveUser, type InputPeer } from '../peers.ts'
import { RpcError } from '../../core/rpc-error.ts'

/**
 * Whether the caller may name an account with access hash 0. Everybody may so name himself. A bot may
 * so name accounts that it shares a chat with or has a private chat with, and those who ask it to be let
 * into a chat: GramJS and Pyrogram bots send 0
 * for a bare id. People may not: for them a bare id leads nowhere on Telegram either.
 *
 * [INF] from what those clients do and which errors their users meet; Telegram documents only that bots
 * may leave the hash out (https://core.telegram.org/api/peers#access-hash).
 */
export async function mayOmitUserHash(u: Unit, caller: Caller, userId: number): Promise<boolean> {
  if (userId === caller.id) return true
  if (!caller.isBot) return false
  if (await u.db.members.shareChat(caller.id, userId)) return true
  if (await u.db.messages.dialog(caller.id, 'user', userId)) return true
  return (await requestToAnswer(u, caller, userId)) !== undefined
}

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
  if (input.kind === 'user' && input.accessHash === 0n) {
    return (await mayOmitUserHash(u, caller, input.userId))
      ? u.db.users.byId(input.userId)
      : undefined
  }
  try {
    return await resolveUser(u, caller, input)
  } catch (error) {
    if (error instanceof RpcError && error.type === 'USER_ID_INVALID') return undefined
    throw error
  }
}
