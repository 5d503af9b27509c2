import { rpcError } from '../../core/rpc-error.ts'
import type { Random } from '../../core/random.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import { cleanUserAbout, cleanName } from './names.ts'
import { preparePassword, type PreparedPassword } from './password.ts'
import { freePhone, phoneDigits } from './phone.ts'
import { takeUsername } from './username.ts'

/**
 * First id of people and bots. Above 2^32, as Telegram's are today, so that a client which cuts ids
 * to 32 bits fails here and not in production.
 */
const USER_ID_START = 6_000_000_000

/** What an account may begin with. */
export interface NewUser {
  /** In any writing; a free test number without one. */
  readonly phone?: string
  readonly firstName: string
  readonly lastName?: string
  readonly username?: string
  /** Turns two-step verification on. */
  readonly password?: PreparedPassword
  readonly about?: string
  readonly stars?: number
}

/** The same with the password as it is typed. */
export interface PlainUser extends Omit<NewUser, 'password'> {
  readonly password?: string
}

/** Does what `createUser` needs and what takes too long for a unit of work: stretches the password. */
export async function prepareUser(random: Random, wanted: PlainUser): Promise<NewUser> {
  const { password, ...rest } = wanted
  if (password === undefined) return rest
  return { ...rest, password: await preparePassword(random, password) }
}

/**
 * Makes a person's account.
 *
 * @throws FIRSTNAME_INVALID, LASTNAME_INVALID, ABOUT_TOO_LONG, PHONE_NUMBER_INVALID,
 *   PHONE_NUMBER_OCCUPIED, USERNAME_INVALID, USERNAME_OCCUPIED
 */
export async function createUser(u: Unit, wanted: NewUser): Promise<UserRow> {
  const name = cleanName(u, wanted.firstName, wanted.lastName ?? '')
  const about = cleanUserAbout(u, wanted.about ?? '')
  const phone = wanted.phone === undefined ? await freePhone(u) : phoneDigits(wanted.phone)
  if (await u.db.users.byPhone(phone)) throw rpcError('PHONE_NUMBER_OCCUPIED')
  const id = await nextUserId(u)
  if (wanted.username !== undefined) await takeUsername(u, wanted.username, 'user', id)
  const user: UserRow = {
    ...newUserRow(id, u.now),
    ...name,
    phone,
    about,
    username: wanted.username ?? null,
    stars: wanted.stars ?? 0,
    password: wanted.password?.stored ?? null,
  }
  await u.db.users.insert(user)
  return user
}

/** Takes the next id of the numbering that people and bots share. */
export function nextUserId(u: Unit): Promise<number> {
  return u.db.meta.next('user', USER_ID_START)
}

/** An account as it begins. */
export function newUserRow(id: number, createdAt: number): UserRow {
  return {
    id,
    phone: null,
    firstName: '',
    lastName: '',
    username: null,
    about: '',
    isBot: 0,
    premium: 0,
    deleted: 0,
    createdAt,
    stars: 0,
    pts: 1,
    qts: 0,
    lastMessageId: 0,
    password: null,
    passwordFailures: 0,
    passwordFailedAt: 0,
    langCode: '',
  }
}
