import { method } from '../../method.ts'

/**
 * contacts.getStatuses: https://core.telegram.org/method/contacts.getStatuses
 *
 * Nobody's presence is kept: everybody was here "recently", as in `user.status`.
 */
export const getStatuses = method('contacts.getStatuses', async ({ u, caller }) => {
  const contacts = await u.db.users.contactsOf(caller.id)
  return contacts.map(({ userId }) => ({
    _: 'contactStatus' as const,
    userId,
    status: { _: 'userStatusRecently' as const },
  }))
})
