import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import type { Caller, Unit } from '../context.ts'

/**
 * Stores a request to join, by a link or directly in a public group, and answers it with the error
 * that means success (spec section 5.1). A repeated request changes nothing.
 *
 * @throws INVITE_REQUEST_SENT always; the unit is kept
 */
export async function requestToJoin(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  invite: InviteRow | undefined,
): Promise<never> {
  const user = await u.db.users.byId(caller.id)
  const fresh = await u.db.invites.insertRequest({
    chatId: chat.id,
    userId: caller.id,
    inviteHash: invite?.hash ?? null,
    date: u.now,
    about: user?.about ?? '',
  })
  if (fresh) {
    await u.db.chats.addRequestsPending(chat.id, 1)
    if (invite) await u.db.invites.addRequested(invite.hash, 1)
  }
  throw rpcError('INVITE_REQUEST_SENT', { keepsUnit: true })
}
