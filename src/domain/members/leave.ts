import { rpcError } from '../../core/rpc-error.ts'
import type { MemberRow } from '../../store/tables/chats.ts'
import { requireMember } from '../chats/access.ts'
import { BANNED_RIGHTS, isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, resolveChat, resolveUser, standing, type InputPeer } from '../peers.ts'
import { forgetHistory, removeMember } from './remove.ts'

/**
 * Leaves a channel or supergroup (https://core.telegram.org/method/channels.leaveChannel). The creator
 * of a supergroup stays its creator and may come back; that of a broadcast channel can't leave.
 *
 * @throws CHANNEL_INVALID, CHANNEL_PRIVATE, CHANNEL_MONOFORUM_UNSUPPORTED, USER_CREATOR,
 *   USER_NOT_PARTICIPANT
 */
export async function leaveChannel(u: Unit, caller: Caller, input: InputPeer): Promise<void> {
  const chat = await resolveChannel(u, caller, input)
  if (chat.kind === 'monoforum' && !chat.deleted) throw rpcError('CHANNEL_MONOFORUM_UNSUPPORTED')
  const member = await standing(u, chat, caller.id)
  if (chat.deleted || member?.status === 'banned') throw rpcError('CHANNEL_PRIVATE')
  if (!isPresent(member)) throw rpcError('USER_NOT_PARTICIPANT')
  if (chat.kind === 'channel' && member.status === 'creator') throw rpcError('USER_CREATOR')
  await removeMember(u, chat, member, { kind: 'left' })
}

/**
 * Removes a user from a basic group, or leaves it
 * (https://core.telegram.org/method/messages.deleteChatUser). The creator may remove everybody, an
 * admin everybody who is no admin, and a member those whom they added.
 *
 * @param revokeHistory whether the messages of the group vanish for the one who goes
 * @throws CHAT_ID_INVALID, USER_ID_INVALID, USER_NOT_PARTICIPANT, CHAT_ADMIN_REQUIRED
 */
export async function deleteChatUser(
  u: Unit,
  caller: Caller,
  chatId: number,
  userInput: InputPeer,
  revokeHistory: boolean,
): Promise<void> {
  const chat = await resolveChat(u, caller, { kind: 'chat', chatId })
  const user = await resolveUser(u, caller, userInput)
  const isSelf = user.id === caller.id
  const target = await standing(u, chat, user.id)
  if (isSelf && !chat.deleted && !isPresent(target)) throw rpcError('USER_NOT_PARTICIPANT')
  const own = await requireMember(u, caller, chat, 'CHAT_ID_INVALID')
  if (!isPresent(target)) throw rpcError('USER_NOT_PARTICIPANT')
  if (!isSelf && !mayRemove(own, target)) throw rpcError('CHAT_ADMIN_REQUIRED')
  if (revokeHistory) await forgetHistory(u, chat, user.id)
  await removeMember(u, chat, target, isSelf ? { kind: 'left' } : kicked(caller))
}

/**
 * Basic groups know no bans, but those who were removed see the group as closed
 * (https://core.telegram.org/constructor/chatForbidden) and come back by a link or through a member only.
 */
function kicked(caller: Caller) {
  const bannedRights = 1 << BANNED_RIGHTS.viewMessages
  return { kind: 'banned', byId: caller.id, bannedRights, untilDate: 0 } as const
}

function mayRemove(own: MemberRow, target: MemberRow): boolean {
  if (own.status === 'creator') return true
  if (target.status === 'creator' || target.status === 'admin') return false
  return own.status === 'admin' || target.inviterId === own.userId
}
