import { updateProfile as change } from '../../../domain/accounts/profile.ts'
import { requireOwn } from '../../../domain/accounts/own.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** account.updateProfile: https://core.telegram.org/method/account.updateProfile */
export const updateProfile = method('account.updateProfile', async ({ u, caller }, request) => {
  const user = await change(u, await requireOwn(u, caller), request)
  return new Encoder(u, caller).encodeUser(user)
})
