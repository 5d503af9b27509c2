import { requireOwn } from '../../../domain/accounts/own.ts'
import { checkUsername as isFree } from '../../../domain/accounts/username.ts'
import { method } from '../../method.ts'

/**
 * account.checkUsername: https://core.telegram.org/method/account.checkUsername
 *
 * False for a name that somebody holds; TDLib reads it so.
 */
export const checkUsername = method('account.checkUsername', async ({ u, caller }, request) =>
  isFree(u, await requireOwn(u, caller), request.username),
)
