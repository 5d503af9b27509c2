import { importContacts as addAll } from '../../../domain/accounts/contacts.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** contacts.importContacts: https://core.telegram.org/method/contacts.importContacts */
export const importContacts = method('contacts.importContacts', async ({ u, caller }, request) => {
  const { imported, retry } = await addAll(u, caller, request.contacts)
  const e = new Encoder(u, caller)
  return {
    _: 'contacts.importedContacts',
    imported: imported.map(({ userId, clientId }) => ({
      _: 'importedContact' as const,
      userId: e.user(userId),
      clientId,
    })),
    popularInvites: [],
    retryContacts: [...retry],
    users: await e.users(),
  }
})
