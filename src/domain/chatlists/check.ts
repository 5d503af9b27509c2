import type { ChatRow } from '../../store/tables/chats.ts'
import type { Caller, Unit } from '../context.ts'
import { findChatlist, type FoundChatlist } from './access.ts'
import { chatIdsOf, findFolder, folderOf, type Folder } from './folder.ts'

/** A folder link as one account finds it. */
export type CheckedChatlist =
  /** The account has no folder of it yet; `shared` is the owner's. */
  | { readonly kind: 'new'; readonly shared: Folder; readonly chats: readonly ChatRow[] }
  /** The account has it as `folder`: the owner himself, or whoever joined by this link. */
  | {
      readonly kind: 'already'
      readonly folder: Folder
      readonly missing: readonly ChatRow[]
      readonly already: readonly ChatRow[]
    }

/**
 * What a folder link would bring (https://core.telegram.org/method/chatlists.checkChatlistInvite). Chats
 * from which the account is banned are among them; clients see it by their channelForbidden.
 *
 * @throws as `findChatlist`
 */
export async function checkChatlist(
  u: Unit,
  caller: Caller,
  slug: string,
): Promise<CheckedChatlist> {
  const found = await findChatlist(u, caller, slug)
  const folder = await ownFolder(u, caller, found)
  const { shared, chats } = found
  if (!folder) return { kind: 'new', shared, chats }
  const has = chatIdsOf(folder)
  return {
    kind: 'already',
    folder,
    missing: chats.filter((chat) => !has.has(chat.id)),
    already: chats.filter((chat) => has.has(chat.id)),
  }
}

/** The caller's own folder behind a link, if there is one. */
export async function ownFolder(
  u: Unit,
  caller: Caller,
  { invite }: FoundChatlist,
): Promise<Folder | undefined> {
  if (invite.ownerId === caller.id) return findFolder(u, caller.id, invite.folderId)
  const row = await u.db.chatlists.joined(caller.id, invite.id)
  return row && folderOf(row)
}
