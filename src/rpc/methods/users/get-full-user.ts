import { rpcError } from '../../../core/rpc-error.ts'
import { findUser } from '../../../domain/accounts/seen.ts'
import { inputUser } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeFullUser } from '../../encode/full-user.ts'
import { method } from '../../method.ts'

/**
 * users.getFullUser: https://core.telegram.org/method/users.getFullUser
 *
 * @throws USER_ID_INVALID
 */
export const getFullUser = method('users.getFullUser', async ({ u, caller }, request) => {
  const user = await findUser(u, caller, inputUser(request.id))
  if (!user) throw rpcError('USER_ID_INVALID')
  const e = new Encoder(u, caller)
  const fullUser = await encodeFullUser(e, user)
  return { _: 'users.userFull', fullUser, chats: await e.chats(), users: await e.users() }
})
