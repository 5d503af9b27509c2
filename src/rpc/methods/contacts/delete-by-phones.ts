import { deleteContactsByPhone } from '../../../domain/accounts/contacts.ts'
import { method } from '../../method.ts'

/** contacts.deleteByPhones: https://core.telegram.org/method/contacts.deleteByPhones */
export const deleteByPhones = method('contacts.deleteByPhones', async ({ u, caller }, request) => {
  await deleteContactsByPhone(u, caller, request.phones)
  return true
})
