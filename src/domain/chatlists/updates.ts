import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { requireOwn } from '../accounts/own.ts'
import type { Caller, Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import { linkedIds, requireChatlist, sharedChats, type FoundChatlist } from './access.ts'
import { chatIdsOf, findFolder, rowOf, type Folder } from './folder.ts'
import { chosenChats, enterAll } from './join.ts'

/**
 * Chats that came to a folder link since the caller got the folder by it, and about which he was not
 * asked yet (https://core.telegram.org/method/chatlists.getChatlistUpdates). A folder that he shares
 * himself has none, nor has one whose link was deleted.
 *
 * @throws FILTER_ID_INVALID, FILTER_NOT_SUPPORTED for a folder that no link belongs to
 */
export async function chatlistUpdates(
  u: Unit,
  caller: Caller,
  folderId: number,
): Promise<ChatRow[]> {
  const folder = await requireChatlist(u, caller, folderId)
  const found = await linkOf(u, folder)
  const known = new Set([...chatIdsOf(folder), ...folder.seenChats])
  return found ? found.chats.filter((chat) => !known.has(chat.id)) : []
}

/**
 * Joins chats that came to a folder link, and puts them into the caller's folder; the others are not
 * offered again (https://core.telegram.org/method/chatlists.joinChatlistUpdates).
 *
 * @throws FILTER_ID_INVALID, also for a folder that came by no link; the rest as `joinChatlist`
 */
export async function joinChatlistUpdates(
  u: Unit,
  caller: Caller,
  folderId: number,
  inputs: readonly InputPeer[],
): Promise<void> {
  const account = await requireOwn(u, caller)
  const folder = await requireChatlist(u, caller, folderId, 'FILTER_ID_INVALID')
  const found = await linkOf(u, folder)
  if (!found) throw rpcError('FILTER_INCLUDE_EMPTY', { reason: 'the link leads nowhere' })
  const chosen = await chosenChats(u, caller, found, inputs)
  await enterAll(u, caller, account, found, folder, chosen)
}

/**
 * Dismisses what `chatlistUpdates` lists (https://core.telegram.org/method/chatlists.hideChatlistUpdates).
 *
 * @throws FILTER_ID_INVALID, FILTER_NOT_SUPPORTED
 */
export async function hideChatlistUpdates(
  u: Unit,
  caller: Caller,
  folderId: number,
): Promise<void> {
  const folder = await requireChatlist(u, caller, folderId)
  const found = await linkOf(u, folder)
  if (!found) return
  const seenChats = linkedIds(found.invite)
  await u.db.chatlists.putFolder(rowOf({ ...folder, seenChats }))
}

/** The link by which a folder came, while it leads somewhere. */
async function linkOf(u: Unit, folder: Folder): Promise<FoundChatlist | undefined> {
  const id = folder.joinedInviteId
  const invite = id === undefined ? undefined : await u.db.chatlists.inviteById(id)
  if (!invite) return undefined
  const shared = await findFolder(u, invite.ownerId, invite.folderId)
  return shared && { invite, shared, chats: await sharedChats(u, invite) }
}
