import { updateUsername as change } from '../../../domain/accounts/profile.ts'
import { requireOwn } from '../../../domain/accounts/own.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** account.updateUsername: https://core.telegram.org/method/account.updateUsername */
export const updateUsername = method('account.updateUsername', async ({ u, caller }, request) => {
  const user = await change(u, await requireOwn(u, caller), request.username)
  return new Encoder(u, caller).encodeUser(user)
})
