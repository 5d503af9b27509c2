import { rpcError, type RpcErrorName } from '../../core/rpc-error.ts'
import type { ChatlistInviteRow } from '../../store/tables/chatlists.ts'
import { requireOwn } from '../accounts/own.ts'
import type { Caller, Unit } from '../context.ts'
import { cleanInviteTitle } from '../invites/export.ts'
import type { InputPeer } from '../peers.ts'
import { tellAccount } from '../updates/log.ts'
import { requireChatlist } from './access.ts'
import { shareableChats } from './shareable.ts'
import { slugOfLink } from './slug.ts'

/**
 * The caller's links to a folder, oldest first
 * (https://core.telegram.org/method/chatlists.getExportedInvites).
 *
 * @throws FILTER_ID_INVALID, also for a folder that was never shared
 */
export async function listChatlistInvites(
  u: Unit,
  caller: Caller,
  folderId: number,
): Promise<ChatlistInviteRow[]> {
  await requireChatlist(u, caller, folderId, 'FILTER_ID_INVALID')
  return u.db.chatlists.invitesOf(caller.id, folderId)
}

/** What is to change of a link; what is absent stays. */
export interface ChatlistChange {
  readonly title: string | undefined
  readonly peers: readonly InputPeer[] | undefined
}

/** A link as it is now. */
export interface EditedChatlistInvite {
  readonly invite: ChatlistInviteRow
  /** Whether basic groups had to become supergroups for it. */
  readonly migrated: boolean
}

/**
 * Changes the name or the chats of a link
 * (https://core.telegram.org/method/chatlists.editExportedInvite).
 *
 * @throws FILTER_ID_INVALID, FILTER_NOT_SUPPORTED, INVITE_SLUG_EMPTY, INVITE_SLUG_EXPIRED
 * @throws as `shareableChats` for the chats
 */
export async function editChatlistInvite(
  u: Unit,
  caller: Caller,
  folderId: number,
  link: string,
  change: ChatlistChange,
): Promise<EditedChatlistInvite> {
  const account = await requireOwn(u, caller)
  const invite = await requireLink(u, caller, folderId, link, 'INVITE_SLUG_EMPTY')
  if (change.title !== undefined) invite.title = cleanInviteTitle(u, change.title) ?? ''
  let migrated = false
  if (change.peers !== undefined) {
    const shareable = await shareableChats(u, caller, account, change.peers)
    invite.chatIds = JSON.stringify(shareable.chats.map((chat) => chat.id))
    migrated = shareable.migrated
  }
  const { title, chatIds } = invite
  await u.db.chatlists.updateInvite(invite.id, { title, chatIds })
  return { invite, migrated }
}

/**
 * Deletes a link: nobody gets the folder by it any more. Those who have it keep it, and the folder stays
 * a chatlist (https://core.telegram.org/method/chatlists.deleteExportedInvite).
 *
 * @throws FILTER_ID_INVALID, FILTER_NOT_SUPPORTED, INVITE_SLUG_INVALID (empty), INVITE_SLUG_EXPIRED
 */
export async function deleteChatlistInvite(
  u: Unit,
  caller: Caller,
  folderId: number,
  link: string,
): Promise<void> {
  const invite = await requireLink(u, caller, folderId, link, 'INVITE_SLUG_INVALID')
  await u.db.chatlists.deleteInvite(invite.id)
  await tellAccount(u, caller.id, { kind: 'dialogFilter', id: folderId }, 0)
}

async function requireLink(
  u: Unit,
  caller: Caller,
  folderId: number,
  link: string,
  empty: RpcErrorName,
): Promise<ChatlistInviteRow> {
  await requireChatlist(u, caller, folderId)
  const slug = slugOfLink(link)
  if (slug === '') throw rpcError(empty)
  const invite = await u.db.chatlists.inviteBySlug(slug)
  if (invite?.ownerId !== caller.id || invite.folderId !== folderId) {
    throw rpcError('INVITE_SLUG_EXPIRED', { reason: 'the folder has no such link' })
  }
  return invite
}
