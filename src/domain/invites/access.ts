import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { requireCreator, requireRight } from '../chats/access.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChat, type InputPeer } from '../peers.ts'
import { INVITE_CHOICES } from './choices.ts'
import { hashOfLink } from './hash.ts'

/**
 * Checks that the caller may make and manage invite links of the chat: he is its creator, or an admin
 * who has `inviteUsers` by name. That everybody may add members is not enough (spec section 2.1).
 *
 * @throws CHAT_WRITE_FORBIDDEN for a basic group that is gone or that the caller is no longer in
 * @throws CHANNEL_PRIVATE for a channel that is gone or that the caller is not in
 * @throws CHANNEL_MONOFORUM_UNSUPPORTED for a channel's direct messages
 * @throws CHAT_ADMIN_REQUIRED without the right
 */
export function requireInviteRight(u: Unit, caller: Caller, chat: ChatRow): Promise<MemberRow> {
  return requireRight(u, caller, chat, 'inviteUsers')
}

/** A link that the caller may see and manage, with its chat. */
export interface OwnInvite {
  readonly chat: ChatRow
  readonly invite: InviteRow
}

/**
 * The link that a client names, if the caller may manage it: his own with the right to invite, those of
 * other admins as the owner only (spec section 2.1).
 *
 * @throws as `resolveChat` and `requireInviteRight`
 * @throws INVITE_HASH_EXPIRED for a link that is unknown or of another chat (spec section 2.4: observed)
 * @throws CHAT_ADMIN_REQUIRED for another admin's link
 */
export async function requireInvite(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  link: string,
): Promise<OwnInvite> {
  const chat = await resolveChat(u, caller, input)
  await requireInviteRight(u, caller, chat)
  const hash = hashOfLink(link)
  const invite = hash === undefined ? undefined : await u.db.invites.byHash(hash)
  if (invite?.chatId !== chat.id) {
    throw rpcError(INVITE_CHOICES.hashExpired, { reason: 'the chat has no such link' })
  }
  if (invite.adminId !== caller.id) await requireCreator(u, caller, chat)
  return { chat, invite }
}

/**
 * The admin whose links the caller wants to see or delete: himself, or as the owner anybody who is an
 * admin or has left links behind (a demoted admin's stay listed: spec section 10).
 *
 * @throws CHAT_ADMIN_REQUIRED for another admin's links, ADMIN_ID_INVALID for somebody without any
 */
export async function requireInviteAdmin(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  adminId: number,
): Promise<void> {
  if (adminId === caller.id) return
  await requireCreator(u, caller, chat)
  const member = await u.db.members.find(chat.id, adminId)
  if (member?.status === 'admin' || member?.status === 'creator') return
  if ((await u.db.invites.countOf(chat.id, adminId)) === 0) throw rpcError('ADMIN_ID_INVALID')
}
