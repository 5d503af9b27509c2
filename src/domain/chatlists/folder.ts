import { flag } from '../../store/sql.ts'
import type { FolderRow } from '../../store/tables/chatlists.ts'
import type { PeerKind } from '../../store/tables/messages.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import type { Entity } from '../messages/entity.ts'

/** A conversation that a folder names. */
export interface FolderPeer {
  readonly kind: PeerKind
  readonly id: number
}

/**
 * A folder of one account. A `chatlist` was shared by a link, or came by one, and stays one.
 *
 * Source: https://core.telegram.org/constructor/dialogFilter,
 * https://core.telegram.org/constructor/dialogFilterChatlist
 */
export interface Folder {
  readonly accountId: number
  readonly id: number
  readonly kind: 'folder' | 'chatlist'
  /** Place among the account's folders; larger comes later. */
  readonly position: number
  readonly title: string
  /** Custom emoji in the title; no other formatting is kept. */
  readonly entities: readonly Entity[]
  readonly titleNoanimate: boolean
  readonly emoticon: string | undefined
  readonly color: number | undefined
  /** Bits of `FOLDER_FLAGS`; 0 in a chatlist. */
  readonly flags: number
  readonly pinned: readonly FolderPeer[]
  readonly included: readonly FolderPeer[]
  /** Empty in a chatlist. */
  readonly excluded: readonly FolderPeer[]
  /** The link by which the account got it. */
  readonly joinedInviteId: number | undefined
  /** Chats of that link that the account was asked about already. */
  readonly seenChats: readonly number[]
}

/** Bits of dialogFilter's flags that choose chats by what they are. */
export const FOLDER_FLAGS = {
  contacts: 0,
  nonContacts: 1,
  groups: 2,
  broadcasts: 3,
  bots: 4,
  excludeMuted: 11,
  excludeRead: 12,
  excludeArchived: 13,
} as const

export type FolderFlag = keyof typeof FOLDER_FLAGS

/** Flags that bring chats into a folder; the others take some out. */
export const INCLUDING: readonly FolderFlag[] = [
  'contacts',
  'nonContacts',
  'groups',
  'broadcasts',
  'bots',
]

/** A stored folder; undefined for the row that holds the place of "All chats". */
export function folderOf(row: FolderRow): Folder | undefined {
  const { kind } = row
  if (kind === 'default') return undefined
  return {
    accountId: row.accountId,
    id: row.id,
    kind,
    position: row.position,
    title: row.title,
    entities: JSON.parse(row.entities) as Entity[],
    titleNoanimate: row.titleNoanimate === 1,
    emoticon: row.emoticon ?? undefined,
    color: row.color ?? undefined,
    flags: row.flags,
    pinned: JSON.parse(row.pinned) as FolderPeer[],
    included: JSON.parse(row.included) as FolderPeer[],
    excluded: JSON.parse(row.excluded) as FolderPeer[],
    joinedInviteId: row.joinedInviteId ?? undefined,
    seenChats: JSON.parse(row.seenChats) as number[],
  }
}

/** A folder as it is stored. */
export function rowOf(folder: Folder): FolderRow {
  return {
    accountId: folder.accountId,
    id: folder.id,
    kind: folder.kind,
    position: folder.position,
    title: folder.title,
    entities: JSON.stringify(folder.entities),
    titleNoanimate: flag(folder.titleNoanimate),
    emoticon: folder.emoticon ?? null,
    color: folder.color ?? null,
    flags: folder.flags,
    pinned: JSON.stringify(folder.pinned),
    included: JSON.stringify(folder.included),
    excluded: JSON.stringify(folder.excluded),
    joinedInviteId: folder.joinedInviteId ?? null,
    seenChats: JSON.stringify(folder.seenChats),
  }
}

/** Every folder of an account, in order. */
export async function foldersOf(u: Unit, accountId: number): Promise<Folder[]> {
  const rows = await u.db.chatlists.folders(accountId)
  return rows.flatMap((row) => folderOf(row) ?? [])
}

/** One folder of an account. */
export async function findFolder(
  u: Unit,
  accountId: number,
  id: number,
): Promise<Folder | undefined> {
  const row = await u.db.chatlists.folder(accountId, id)
  return row && folderOf(row)
}

/** Ids of the groups and channels that a folder names. */
export function chatIdsOf({ pinned, included }: Folder): Set<number> {
  const chats = [...pinned, ...included].filter((peer) => peer.kind !== 'user')
  return new Set(chats.map((peer) => peer.id))
}

/** The peer of a chat of any kind. */
export function peerOf(chat: { readonly id: number; readonly kind: string }): FolderPeer {
  return { kind: chat.kind === 'group' ? 'chat' : 'channel', id: chat.id }
}

/** One of two limits: that of Premium accounts, or that of all others. */
export function limitOf(account: UserRow, others: number, premium: number): number {
  return account.premium === 1 ? premium : others
}

/** Chats that one of the account's folders may hold. */
export function chatsLimit(u: Unit, account: UserRow): number {
  return limitOf(account, u.limits.chatsPerFolder, u.limits.chatsPerPremiumFolder)
}
