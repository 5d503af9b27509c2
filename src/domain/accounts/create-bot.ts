import { rpcError } from '../../core/rpc-error.ts'
import type { Random } from '../../core/random.ts'
import { flag } from '../../store/sql.ts'
import type { BotRow, UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import { newUserRow, nextUserId } from './create-user.ts'
import { cleanName } from './names.ts'
import { takeUsername } from './username.ts'

/** A token's secret part in base64url: 26 bytes, the first of which and four bits more are 0. */
const SECRET_BYTES = 26

/** What a bot begins with. */
export interface NewBot {
  readonly username: string
  readonly name: string
  readonly ownerId?: number
  /** Whether it hears every message of its groups (privacy mode off); else commands and replies. */
  readonly canReadAllGroupMessages?: boolean
}

/**
 * Makes a bot, as a person does with BotFather.
 *
 * @throws USERNAME_INVALID also where the name does not end in "bot", USERNAME_OCCUPIED,
 *   FIRSTNAME_INVALID, USER_ID_INVALID when the owner is no person's account
 * Source: https://core.telegram.org/bots/features#creating-a-new-bot
 */
export async function createBot(
  u: Unit,
  wanted: NewBot,
): Promise<{ user: UserRow; bot: BotRow; token: string }> {
  const name = cleanName(u, wanted.name, '')
  if (!/bot$/i.test(wanted.username)) throw rpcError('USERNAME_INVALID')
  if (wanted.ownerId !== undefined) await requirePerson(u, wanted.ownerId)
  const id = await nextUserId(u)
  await takeUsername(u, wanted.username, 'user', id)
  const user: UserRow = {
    ...newUserRow(id, u.now),
    ...name,
    username: wanted.username,
    isBot: 1,
    // The first update has qts 2: TDLib takes 1 for a mistake and asks for the difference.
    qts: 1,
  }
  await u.db.users.insert(user)
  const token = newBotToken(u.random, id)
  const bot: BotRow = {
    userId: id,
    ownerId: wanted.ownerId ?? null,
    token,
    canJoinGroups: 1,
    canReadAllGroupMessages: flag(wanted.canReadAllGroupMessages),
    infoVersion: 1,
    settings: '{}',
    loggedOutUntil: 0,
  }
  await u.db.users.insertBot(bot)
  return { user, bot, token }
}

/**
 * A new token of a bot, `<id>:<35 characters>`. The part behind the colon is whole base64url that begins
 * with AA; the Bot API server refuses any other (Client.cpp start_up).
 */
export function newBotToken(random: Random, botId: number): string {
  const secret = random.bytes(SECRET_BYTES)
  secret[0] = 0
  secret[1] = secret.readUInt8(1) & 0x0f
  return `${botId}:${secret.toString('base64url')}`
}

async function requirePerson(u: Unit, id: number): Promise<void> {
  const owner = await u.db.users.byId(id)
  if (!owner || owner.isBot || owner.deleted) {
    throw rpcError('USER_ID_INVALID', { reason: `${id} is no account that may own a bot` })
  }
}
