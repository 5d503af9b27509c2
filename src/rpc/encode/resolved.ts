import type { UsernameRow } from '../../store/tables/usernames.ts'
import type { ContactsResolvedPeer } from '../../tl/generated/contacts.ts'
import type { TypePeer } from '../../tl/generated/base.ts'
import type { Encoder } from './encoder.ts'

/** Whom a public name or number led to (https://core.telegram.org/constructor/contacts.resolvedPeer). */
export async function encodeResolved(
  e: Encoder,
  found: Pick<UsernameRow, 'kind' | 'id'>,
): Promise<ContactsResolvedPeer> {
  const peer: TypePeer =
    found.kind === 'user'
      ? e.peerUser(found.id)
      : // Basic groups have no public names.
        { _: 'peerChannel', channelId: e.chat(found.id) }
  return { _: 'contacts.resolvedPeer', peer, chats: await e.chats(), users: await e.users() }
}
