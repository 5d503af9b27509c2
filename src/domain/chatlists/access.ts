import { rpcError } from '../../core/rpc-error.ts'
import type { ChatlistInviteRow } from '../../store/tables/chatlists.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { hasAdminRight } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { checkInviteGuesses, noteInviteGuess } from '../flood/invite-guesses.ts'
import { standing } from '../peers.ts'
import { findFolder, foldersOf, limitOf, type Folder } from './folder.ts'
import { slugOfLink } from './slug.ts'

/** A folder link that leads somewhere. */
export interface FoundChatlist {
  readonly invite: ChatlistInviteRow
  /** The folder as its owner has it. */
  readonly shared: Folder
  /** Chats that the owner may share and that are there, in the link's order. */
  readonly chats: readonly ChatRow[]
}

/** A folder of the caller's. @throws FILTER_ID_INVALID */
export async function requireFolder(u: Unit, caller: Caller, id: number): Promise<Folder> {
  const folder = await findFolder(u, caller.id, id)
  if (!folder) throw rpcError('FILTER_ID_INVALID', { reason: `no folder ${id}` })
  return folder
}

/**
 * A folder of the caller's that was shared by a link or came by one.
 *
 * @param plain the error for any other folder; some methods have none of their own for it
 * @throws FILTER_ID_INVALID, FILTER_NOT_SUPPORTED
 */
export async function requireChatlist(
  u: Unit,
  caller: Caller,
  id: number,
  plain: 'FILTER_NOT_SUPPORTED' | 'FILTER_ID_INVALID' = 'FILTER_NOT_SUPPORTED',
): Promise<Folder> {
  const folder = await requireFolder(u, caller, id)
  if (folder.kind !== 'chatlist') throw rpcError(plain, { reason: `folder ${id} is not shared` })
  return folder
}

/**
 * Whether a folder link may lead to a channel or supergroup: whoever shares it may manage invite links
 * there, or everybody may join anyway.
 *
 * Source: https://core.telegram.org/api/folders#shared-folders; that joining without approval is meant:
 * TDLib and Android offer no others
 */
export function isShareable(chat: ChatRow, sharer: MemberRow | undefined): boolean {
  if (hasAdminRight(sharer, 'inviteUsers')) return true
  return chat.username !== null && chat.joinRequest === 0
}

/**
 * Finds what a slug leads to (https://core.telegram.org/method/chatlists.checkChatlistInvite).
 *
 * @throws INVITE_SLUG_EMPTY
 * @throws INVITE_SLUG_EXPIRED for a link that is unknown or deleted, or of which no chat is left
 * @throws FLOOD_WAIT_%d (420) after too many links that do not exist
 */
export async function findChatlist(u: Unit, caller: Caller, text: string): Promise<FoundChatlist> {
  const slug = slugOfLink(text)
  if (slug === '') throw rpcError('INVITE_SLUG_EMPTY')
  checkInviteGuesses(u, caller)
  const invite = await u.db.chatlists.inviteBySlug(slug)
  if (!invite) {
    noteInviteGuess(u, caller)
    throw rpcError('INVITE_SLUG_EXPIRED', { reason: 'no such link' })
  }
  const shared = await findFolder(u, invite.ownerId, invite.folderId)
  const chats = await sharedChats(u, invite)
  if (!shared || chats.length === 0) {
    throw rpcError('INVITE_SLUG_EXPIRED', { reason: 'no chat of the link is left' })
  }
  return { invite, shared, chats }
}

/** Ids of the chats of a link, whatever became of them. */
export function linkedIds(invite: ChatlistInviteRow): number[] {
  return JSON.parse(invite.chatIds) as number[]
}

/** Chats of a link that are there and that its owner may still share, in the link's order. */
export async function sharedChats(u: Unit, invite: ChatlistInviteRow): Promise<ChatRow[]> {
  const owner = await u.db.users.byId(invite.ownerId)
  if (!owner || owner.deleted) return []
  const ids = linkedIds(invite)
  const rows = new Map((await u.db.chats.byIds(ids)).map((row) => [row.id, row]))
  const chats: ChatRow[] = []
  for (const id of ids) {
    const chat = rows.get(id)
    if (!chat || chat.deleted) continue
    if (isShareable(chat, await standing(u, chat, owner.id))) chats.push(chat)
  }
  return chats
}

/** @throws CHATLISTS_TOO_MUCH where the account may have no more folders that are shared or came by a link */
export async function checkChatlistCount(u: Unit, account: UserRow): Promise<void> {
  const { chatlistsPerUser, chatlistsPerPremiumUser } = u.limits
  const folders = await foldersOf(u, account.id)
  const chatlists = folders.filter((folder) => folder.kind === 'chatlist')
  if (chatlists.length >= limitOf(account, chatlistsPerUser, chatlistsPerPremiumUser)) {
    throw rpcError('CHATLISTS_TOO_MUCH', { reason: `${chatlists.length} shared folders` })
  }
}
