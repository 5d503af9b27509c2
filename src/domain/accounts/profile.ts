import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import { cleanUserAbout, cleanName } from './names.ts'
import { tellAboutUser } from './tell.ts'
import { setAccountUsername } from './username.ts'

/** Fields of account.updateProfile; absent ones stay. */
export interface ProfileChange {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly about?: string | undefined
}

/**
 * Changes names and the text about the account.
 *
 * @throws FIRSTNAME_INVALID, LASTNAME_INVALID, ABOUT_TOO_LONG
 * Source: https://core.telegram.org/method/account.updateProfile
 */
export async function updateProfile(
  u: Unit,
  user: UserRow,
  change: ProfileChange,
): Promise<UserRow> {
  const about = change.about === undefined ? user.about : cleanUserAbout(u, change.about)
  const renamed = change.firstName !== undefined || change.lastName !== undefined
  const name = renamed
    ? cleanName(u, change.firstName ?? user.firstName, change.lastName ?? user.lastName)
    : { firstName: user.firstName, lastName: user.lastName }
  await u.db.users.update(user.id, { ...name, about })
  if (renamed) await tellAboutUser(u, user.id, 'userName')
  return { ...user, ...name, about }
}

/**
 * Takes another username, or none with ''.
 *
 * @throws USERNAME_INVALID, USERNAME_OCCUPIED, USERNAME_NOT_MODIFIED
 * Source: https://core.telegram.org/method/account.updateUsername
 */
export async function updateUsername(u: Unit, user: UserRow, name: string): Promise<UserRow> {
  const changed = await setAccountUsername(u, user, name)
  await tellAboutUser(u, user.id, 'userName')
  return changed
}
