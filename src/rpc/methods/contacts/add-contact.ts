import { addContact as add } from '../../../domain/accounts/contacts.ts'
import { inputUser } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** contacts.addContact: https://core.telegram.org/method/contacts.addContact */
export const addContact = method('contacts.addContact', async ({ u, caller }, request) => {
  const { id, firstName, lastName } = request
  const user = await add(u, caller, inputUser(id), firstName, lastName)
  return encodeUpdates(u, caller, u.events, [
    {
      _: 'updatePeerSettings',
      peer: { _: 'peerUser', userId: user.id },
      settings: { _: 'peerSettings' },
    },
  ])
})
