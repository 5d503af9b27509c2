import { rpcError } from '../../core/rpc-error.ts'
import type { Random } from '../../core/random.ts'
import { flag } from '../../store/sql.ts'
import type { BotRow, UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import { newUserRow, nextUserId } from './create-user.ts'
import { cleanName } from './names.ts'
import { takeUsername } from './username.ts'

/** Characters of a token's secret part: two fixed ones and 198 random bits. */
const SECRET_START = 'AA'
const SECRET_RANDOM_CHARACTERS = 33

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

/** A new token of a bot, `<id>:<35 characters>`. */
export function newBotToken(random: Random, botId: number): string {
  const bytes = random.bytes(Math.ceil((SECRET_RANDOM_CHARACTERS * 6) / 8))
  const secret = bytes.toString('base64url').slice(0, SECRET_RANDOM_CHARACTERS)
  return `${botId}:${SECRET_START}${secret}`
}

async function requirePerson(u: Unit, id: number): Promise<void> {
  const owner = await u.db.users.byId(id)
  if (!owner || owner.isBot || owner.deleted) {
    throw rpcError('USER_ID_INVALID', { reason: `${id} is no account that may own a bot` })
  }
}
