import { createGroupWith } from '../../../domain/chats/create.ts'
import { inputUser } from '../../decode/peer.ts'
import { encodeCreation } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/**
 * messages.createChat: https://core.telegram.org/method/messages.createChat
 *
 * `missing_invitees` is always empty: no account here forbids to be added.
 */
export const createChat = method('messages.createChat', async ({ u, caller }, { users, title }) => {
  await createGroupWith(u, caller, title, users.map(inputUser))
  return {
    _: 'messages.invitedUsers',
    updates: await encodeCreation(u, caller),
    missingInvitees: [],
  }
})
