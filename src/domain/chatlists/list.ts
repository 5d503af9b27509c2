import { requireOwn } from '../accounts/own.ts'
import { maskOf } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { findFolder, FOLDER_FLAGS, folderOf, foldersOf, type Folder } from './folder.ts'

/** A folder, and whether its owner has links to it. */
export interface ListedFolder {
  readonly kind: 'folder'
  readonly folder: Folder
  readonly hasMyInvites: boolean
}

/** What stands in the list of folders; "All chats" is always among them. */
export type FolderListItem = ListedFolder | { readonly kind: 'default' }

/** A folder that the account might want to make. */
export interface SuggestedFolder {
  readonly title: string
  readonly description: string
  /** Bits of `FOLDER_FLAGS`. */
  readonly flags: number
}

/**
 * The caller's folders in their order (https://core.telegram.org/method/messages.getDialogFilters).
 * Only Premium accounts have "All chats" anywhere but first.
 */
export async function listFolders(u: Unit, caller: Caller): Promise<FolderListItem[]> {
  const account = await requireOwn(u, caller)
  const shared = new Set(await u.db.chatlists.sharedIds(caller.id))
  const all = { kind: 'default' } as const
  const items: FolderListItem[] = []
  for (const row of await u.db.chatlists.folders(caller.id)) {
    const folder = folderOf(row)
    if (folder) items.push({ kind: 'folder', folder, hasMyInvites: shared.has(folder.id) })
    else if (account.premium) items.push(all)
  }
  return items.includes(all) ? items : [all, ...items]
}

/** One folder of an account as its owner sees it; undefined where it is gone. */
export async function showFolder(
  u: Unit,
  accountId: number,
  id: number,
): Promise<ListedFolder | undefined> {
  const folder = await findFolder(u, accountId, id)
  if (!folder) return undefined
  const invites = await u.db.chatlists.invitesOf(accountId, id)
  return { kind: 'folder', folder, hasMyInvites: invites.length > 0 }
}

const EVERYTHING = ['contacts', 'nonContacts', 'groups', 'broadcasts', 'bots'] as const

const SUGGESTIONS: readonly SuggestedFolder[] = [
  {
    title: 'Unread',
    description: 'Every chat with something new in it',
    flags: maskOf(FOLDER_FLAGS, [...EVERYTHING, 'excludeRead']),
  },
  {
    title: 'Personal',
    description: 'People you talk to',
    flags: maskOf(FOLDER_FLAGS, ['contacts', 'nonContacts']),
  },
]

/**
 * Folders that the caller might want and that he has not
 * (https://core.telegram.org/method/messages.getSuggestedDialogFilters).
 */
export async function suggestedFolders(u: Unit, caller: Caller): Promise<SuggestedFolder[]> {
  const flags = new Set((await foldersOf(u, caller.id)).map((folder) => folder.flags))
  return SUGGESTIONS.filter((one) => !flags.has(one.flags))
}
