import { listContacts } from '../../../domain/accounts/contacts.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/**
 * contacts.getContacts: https://core.telegram.org/method/contacts.getContacts
 *
 * Always the whole list, never contactsNotModified: a list is short here.
 */
export const getContacts = method('contacts.getContacts', async ({ u, caller }) => {
  const e = new Encoder(u, caller)
  const contacts = (await listContacts(u, caller)).map(({ userId, mutual }) => ({
    _: 'contact' as const,
    userId: e.user(userId),
    mutual,
  }))
  return { _: 'contacts.contacts', contacts, savedCount: 0, users: await e.users() }
})
