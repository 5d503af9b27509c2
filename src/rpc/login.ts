import type { UserRow } from '../store/tables/users.ts'
import type { AuthAuthorization } from '../tl/generated/auth.ts'
import { Encoder } from './encode/encoder.ts'
import type { RpcContext } from './method.ts'

/**
 * Answers a login that the domain has just made on the caller's key
 * (https://core.telegram.org/constructor/auth.authorization). From the commit on the key's client is that
 * account: the event of the login says so, in order with whatever may end it again.
 */
export async function answerLogin(ctx: RpcContext, user: UserRow): Promise<AuthAuthorization> {
  const viewer = { id: user.id, isBot: user.isBot === 1 }
  return { _: 'auth.authorization', user: await new Encoder(ctx.u, viewer).encodeUser(user) }
}
