import { rpcError } from '../../core/rpc-error.ts'
import { secretEquals } from '../../core/random.ts'
import type { BotRow, UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import { checkApiId } from './api-id.ts'
import { authorizeKey, type LoginKey } from './authorization.ts'

/** A bot as an account, and what is set for it. */
export interface BotAccount {
  readonly user: UserRow
  readonly settings: BotRow
}

/**
 * The bot of a token, undefined for any other text. The id part finds the bot, the whole token is
 * then compared without telling by its duration where it differs.
 */
export async function botOfToken(u: Unit, token: string): Promise<BotAccount | undefined> {
  const id = /^(\d{1,15}):[\w-]{30,64}$/.exec(token)?.[1]
  if (id === undefined) return undefined
  const settings = await u.db.users.botById(Number(id))
  if (!settings || !secretEquals(Buffer.from(settings.token), Buffer.from(token))) return undefined
  const user = await u.db.users.byId(settings.userId)
  return user && { user, settings }
}

/**
 * Logs a bot in on a key.
 *
 * @throws API_ID_INVALID, ACCESS_TOKEN_INVALID; ACCESS_TOKEN_EXPIRED for a bot that was deleted
 * Source: https://core.telegram.org/method/auth.importBotAuthorization
 */
export async function importBotAuthorization(
  u: Unit,
  key: LoginKey,
  apiId: number,
  apiHash: string,
  token: string,
): Promise<UserRow> {
  checkApiId(apiId, apiHash)
  const user = (await botOfToken(u, token))?.user
  if (!user) throw rpcError('ACCESS_TOKEN_INVALID')
  if (user.deleted) throw rpcError('ACCESS_TOKEN_EXPIRED')
  await authorizeKey(u, key, user)
  return user
}
