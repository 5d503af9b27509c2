import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import { hasAdminRight, isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { standing } from '../peers.ts'

/**
 * Checks that the caller may make and manage invite links of the chat: he is its creator, or an admin
 * who has `inviteUsers` by name. That everybody may add members is not enough (spec section 2.1).
 *
 * @throws CHAT_WRITE_FORBIDDEN for a basic group that is gone or that the caller is no longer in
 * @throws CHANNEL_PRIVATE for a channel that is gone or that the caller is not in
 * @throws CHANNEL_MONOFORUM_UNSUPPORTED for a channel's direct messages
 * @throws CHAT_ADMIN_REQUIRED without the right
 */
export async function requireInviteRight(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
): Promise<MemberRow> {
  const member = await requirePresent(u, caller, chat)
  if (!hasAdminRight(member, 'inviteUsers')) {
    throw rpcError('CHAT_ADMIN_REQUIRED', {
      reason: `${member.status} ${caller.id} lacks inviteUsers`,
    })
  }
  return member
}

async function requirePresent(u: Unit, caller: Caller, chat: ChatRow): Promise<MemberRow> {
  const member = await standing(u, chat, caller.id)
  if (chat.kind === 'group') {
    if (chat.deleted || !isPresent(member)) {
      throw rpcError('CHAT_WRITE_FORBIDDEN', {
        reason: chat.deleted
          ? 'the basic group is deactivated'
          : 'the caller is not in the basic group',
        ...(chat.migratedTo === null ? {} : { migrateToChatId: chat.migratedTo }),
      })
    }
    return member
  }
  // Nobody "joins" a monoforum, so its own error comes before the question of membership.
  if (chat.kind === 'monoforum' && !chat.deleted) throw rpcError('CHANNEL_MONOFORUM_UNSUPPORTED')
  if (chat.deleted || !isPresent(member)) {
    throw rpcError('CHANNEL_PRIVATE', {
      reason: chat.deleted ? 'the channel is deleted' : 'not a member',
    })
  }
  return member
}
