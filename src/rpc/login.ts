import type { UserRow } from '../store/tables/users.ts'
import type { AuthAuthorization } from '../tl/generated/auth.ts'
import { Encoder } from './encode/encoder.ts'
import type { RpcContext } from './method.ts'

/**
 * Answers a login that the domain has just made on the caller's key. From the commit on the key's
 * client is that account (https://core.telegram.org/constructor/auth.authorization).
 */
export async function answerLogin(ctx: RpcContext, user: UserRow): Promise<AuthAuthorization> {
  const { client, u } = ctx
  const isBot = user.isBot === 1
  ctx.afterCommit(() => {
    client.accountId = user.id
    client.isBot = isBot
    client.stored = true
  })
  const viewer = { id: user.id, isBot }
  return { _: 'auth.authorization', user: await new Encoder(u, viewer).encodeUser(user) }
}
