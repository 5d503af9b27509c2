import { rpcError } from '../../core/rpc-error.ts'
import type { ChatlistInviteRow } from '../../store/tables/chatlists.ts'
import { requireOwn } from '../accounts/own.ts'
import type { Caller, Unit } from '../context.ts'
import { cleanInviteTitle } from '../invites/export.ts'
import type { InputPeer } from '../peers.ts'
import { checkChatlistCount, requireFolder } from './access.ts'
import { limitOf } from './folder.ts'
import { showFolder, type ListedFolder } from './list.ts'
import { storeFolder } from './save.ts'
import { shareableChats } from './shareable.ts'

/** What a client says of a new link. */
export interface ChatlistExport {
  readonly title: string
  readonly peers: readonly InputPeer[]
}

/** A new link and the folder as it is now. */
export interface ExportedChatlist {
  readonly invite: ChatlistInviteRow
  readonly listed: ListedFolder
  /** Whether basic groups had to become supergroups for it. */
  readonly migrated: boolean
}

/**
 * Shares a folder by a new link; the folder becomes a chatlist
 * (https://core.telegram.org/method/chatlists.exportChatlistInvite,
 * https://core.telegram.org/api/folders#shared-folders). The peers need not be in the folder [INF].
 *
 * @throws FILTER_ID_INVALID; FILTER_NOT_SUPPORTED for a folder that chooses chats by what they are, or
 *   that excludes some
 * @throws INVITES_TOO_MUCH (links to this folder), CHATLISTS_TOO_MUCH (shared folders)
 * @throws as `shareableChats`
 */
export async function exportChatlist(
  u: Unit,
  caller: Caller,
  folderId: number,
  { title, peers }: ChatlistExport,
): Promise<ExportedChatlist> {
  const account = await requireOwn(u, caller)
  const before = await requireFolder(u, caller, folderId)
  if (before.flags !== 0 || before.excluded.length > 0) {
    throw rpcError('FILTER_NOT_SUPPORTED', { reason: 'a shared folder names all of its chats' })
  }
  const { chatlistInvitesPerFolder, chatlistInvitesPerPremiumFolder } = u.limits
  const invites = await u.db.chatlists.invitesOf(caller.id, folderId)
  const limit = limitOf(account, chatlistInvitesPerFolder, chatlistInvitesPerPremiumFolder)
  if (invites.length >= limit) throw rpcError('INVITES_TOO_MUCH')
  if (before.kind === 'folder') await checkChatlistCount(u, account)
  const { chats, migrated } = await shareableChats(u, caller, account, peers)
  const invite = await u.db.chatlists.insertInvite({
    ownerId: caller.id,
    folderId,
    title: cleanInviteTitle(u, title) ?? '',
    date: u.now,
    chatIds: JSON.stringify(chats.map((chat) => chat.id)),
  })
  // Read anew: groups that became supergroups changed it.
  await storeFolder(u, { ...(await requireFolder(u, caller, folderId)), kind: 'chatlist' })
  const listed = await showFolder(u, caller.id, folderId)
  if (!listed) throw new Error(`folder ${folderId} was just stored`)
  return { invite, listed, migrated }
}
