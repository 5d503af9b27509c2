import { deleteContacts as removeAll } from '../../../domain/accounts/contacts.ts'
import { inputUser } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** contacts.deleteContacts: https://core.telegram.org/method/contacts.deleteContacts */
export const deleteContacts = method('contacts.deleteContacts', async ({ u, caller }, request) => {
  await removeAll(u, caller, request.id.map(inputUser))
  return encodeUpdates(u, caller)
})
