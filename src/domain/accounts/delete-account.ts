import { rpcError } from '../../core/rpc-error.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import { dropRequestsOf } from '../join-requests/drop-all.ts'
import { endLoginsOf } from './authorization.ts'
import { hasPassword, provePassword, type PasswordProof } from './password.ts'
import { tellAboutUser } from './tell.ts'

/** What Telegram makes an owner wait who does not know the password: a week. */
const CONFIRM_WAIT_SECONDS = 7 * 86_400

/**
 * Deletes a person's account at their own wish: names, number, username, contacts, folders and requests
 * to join are gone, all logins end. The row stays, with its places in chats, so that whatever names the
 * account still does and answers INPUT_USER_DEACTIVATED where it is asked to act.
 *
 * @param proof undefined where the client gave no password
 * @throws 2FA_CONFIRM_WAIT_%d without the password of an account that has one; there is no deletion by
 *   waiting. PASSWORD_HASH_INVALID and the like for a wrong one
 * Source: https://core.telegram.org/method/account.deleteAccount
 */
export async function deleteAccount(
  u: Unit,
  user: UserRow,
  proof: PasswordProof | undefined,
): Promise<void> {
  if (hasPassword(user) && (proof === undefined || proof.kind === 'empty'))
    throw rpcError('2FA_CONFIRM_WAIT_%d', { value: CONFIRM_WAIT_SECONDS })
  if (proof) await provePassword(u, user, proof)
  await endLoginsOf(u, user.id)
  if (user.username !== null) await u.db.usernames.release(user.username)
  if (user.phone !== null) await u.db.auth.deleteCodesOf(user.phone)
  await u.db.users.removeContactsOf(user.id)
  await dropRequestsOf(u, user.id)
  await u.db.chatlists.forget(user.id)
  await u.db.blocked.forget(user.id)
  await u.db.users.update(user.id, {
    deleted: 1,
    phone: null,
    firstName: '',
    lastName: '',
    username: null,
    about: '',
    premium: 0,
    password: null,
    langCode: '',
  })
  await u.db.leftovers.add({ kind: 'account', id: user.id, since: u.now })
  await tellAboutUser(u, user.id, 'user')
}
