import { rpcError } from '../../core/rpc-error.ts'
import { characterCount, cleanLine } from '../../core/text/clean.ts'
import type { FolderRow } from '../../store/tables/chatlists.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { requireOwn } from '../accounts/own.ts'
import { maskOf } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import type { Entity } from '../messages/entity.ts'
import { isAccessHash, resolvePeer, type InputPeer } from '../peers.ts'
import { tellAccount } from '../updates/log.ts'
import { CHATLIST_CHOICES, FOLDER_IDS } from './choices.ts'
import {
  chatsLimit,
  findFolder,
  FOLDER_FLAGS,
  INCLUDING,
  limitOf,
  peerOf,
  rowOf,
  type Folder,
  type FolderPeer,
} from './folder.ts'

/** A folder as a client gives it. */
export interface GivenFolder {
  readonly kind: 'folder' | 'chatlist'
  readonly title: string
  readonly entities: readonly Entity[]
  readonly titleNoanimate: boolean
  readonly emoticon: string | undefined
  readonly color: number | undefined
  /** Bits of `FOLDER_FLAGS`. */
  readonly flags: number
  readonly pinned: readonly InputPeer[]
  readonly included: readonly InputPeer[]
  readonly excluded: readonly InputPeer[]
}

const INCLUDING_BITS = maskOf(FOLDER_FLAGS, INCLUDING)

/**
 * Makes or changes a folder of the caller's (https://core.telegram.org/method/messages.updateDialogFilter).
 * Whatever an older client sends, a chatlist stays one.
 *
 * @throws FILTER_ID_INVALID outside 2..255, and for a chatlist where there is none: links make those
 * @throws FILTER_TITLE_EMPTY, MESSAGE_TOO_LONG (title), CHATLIST_EXCLUDE_INVALID
 * @throws DIALOG_FILTERS_TOO_MUCH, FILTER_INCLUDE_TOO_MUCH, FILTER_INCLUDE_EMPTY
 * @throws PEER_ID_INVALID, CHAT_ID_INVALID, MSG_ID_INVALID as `resolvePeer`
 */
export async function saveFolder(
  u: Unit,
  caller: Caller,
  id: number,
  given: GivenFolder,
): Promise<void> {
  if (id < FOLDER_IDS.min || id > FOLDER_IDS.max) throw rpcError('FILTER_ID_INVALID')
  const account = await requireOwn(u, caller)
  const old = await findFolder(u, caller.id, id)
  if (given.kind === 'chatlist' && old?.kind !== 'chatlist') {
    throw rpcError('FILTER_ID_INVALID', { reason: 'a chatlist is made by its link only' })
  }
  const { title, entities } = checkTitle(u, given)
  checkChats(u, account, given, old?.kind ?? given.kind)
  const position = old?.position ?? (await newPosition(u, account))
  const peers = await peersOf(u, caller, given)
  await storeFolder(u, {
    accountId: caller.id,
    id,
    kind: old?.kind ?? 'folder',
    position,
    title,
    entities,
    titleNoanimate: given.titleNoanimate,
    // An icon is one emoji, which is never longer than a title.
    emoticon: cleanLine(given.emoticon ?? '', u.limits.folderTitleLength) || undefined,
    color: given.color,
    flags: given.flags,
    ...peers,
    joinedInviteId: old?.joinedInviteId,
    seenChats: old?.seenChats ?? [],
  })
}

/**
 * Deletes a folder of the caller's, and with it the links to it. One that is gone already is no error:
 * TDLib would try again for ever.
 */
export async function deleteFolder(u: Unit, caller: Caller, id: number): Promise<void> {
  if (!(await findFolder(u, caller.id, id))) return
  await u.db.chatlists.deleteFolder(caller.id, id)
  await u.db.chatlists.deleteInvitesOf(caller.id, id)
  await tellAccount(u, caller.id, { kind: 'dialogFilter', id }, 0)
}

/**
 * Puts the caller's folders in order (https://core.telegram.org/method/messages.updateDialogFiltersOrder).
 * Those that are not named come after the others, unknown ids mean nothing, and 0 is "All chats", which
 * only Premium accounts move.
 */
export async function orderFolders(u: Unit, caller: Caller, ids: readonly number[]): Promise<void> {
  const account = await requireOwn(u, caller)
  const rows = new Map((await u.db.chatlists.folders(caller.id)).map((row) => [row.id, row]))
  const wanted = account.premium && ids.includes(0) ? ids : [0, ...ids]
  const order = new Set([...wanted, ...rows.keys()].filter((id) => id === 0 || rows.has(id)))
  let position = 0
  for (const id of order) {
    const row = rows.get(id) ?? placeOfAll(caller.id)
    await u.db.chatlists.putFolder({ ...row, position })
    position += 1
  }
  await tellAccount(u, caller.id, { kind: 'dialogFilterOrder' }, 0)
}

/** Stores a folder and tells its owner. */
export async function storeFolder(u: Unit, folder: Folder): Promise<void> {
  await u.db.chatlists.putFolder(rowOf(folder))
  await tellAccount(u, folder.accountId, { kind: 'dialogFilter', id: folder.id }, 0)
}

/** The place of one more folder, after all others. @throws DIALOG_FILTERS_TOO_MUCH */
export async function newPosition(u: Unit, account: UserRow): Promise<number> {
  const { foldersPerUser, foldersPerPremiumUser } = u.limits
  const rows = await u.db.chatlists.folders(account.id)
  const folders = rows.filter((row) => row.kind !== 'default')
  if (folders.length >= limitOf(account, foldersPerUser, foldersPerPremiumUser)) {
    throw rpcError(CHATLIST_CHOICES.tooManyFolders)
  }
  return (rows.at(-1)?.position ?? 0) + 1
}

function placeOfAll(accountId: number): FolderRow {
  return {
    accountId,
    id: 0,
    kind: 'default',
    position: 0,
    title: '',
    entities: '[]',
    titleNoanimate: 0,
    emoticon: null,
    color: null,
    flags: 0,
    pinned: '[]',
    included: '[]',
    excluded: '[]',
    joinedInviteId: null,
    seenChats: '[]',
  }
}

function checkTitle(u: Unit, given: GivenFolder): Pick<Folder, 'title' | 'entities'> {
  const title = cleanLine(given.title)
  if (title === '') throw rpcError('FILTER_TITLE_EMPTY')
  if (characterCount(title) > u.limits.folderTitleLength) {
    throw rpcError(CHATLIST_CHOICES.titleTooLong, { reason: 'the title of a folder' })
  }
  // Blanks that were cut off before an emoji would leave it in the wrong place.
  const entities = given.entities.filter(
    ({ kind, offset, length }) =>
      title === given.title && kind === 'customEmoji' && offset + length <= title.length,
  )
  return { title, entities }
}

/** Counts before anything is looked up. */
function checkChats(u: Unit, account: UserRow, given: GivenFolder, kind: Folder['kind']): void {
  const { flags, pinned, included, excluded } = given
  if (kind === 'chatlist' && (excluded.length > 0 || flags !== 0)) {
    throw rpcError('CHATLIST_EXCLUDE_INVALID', { reason: 'a chatlist holds chats by name only' })
  }
  const named = pinned.length + included.length
  if (named === 0 && (flags & INCLUDING_BITS) === 0) throw rpcError('FILTER_INCLUDE_EMPTY')
  const limit = chatsLimit(u, account)
  if (named > limit || excluded.length > limit) throw rpcError(CHATLIST_CHOICES.tooManyChats)
}

/** The three lists, each peer in the first that names it. */
async function peersOf(
  u: Unit,
  caller: Caller,
  given: GivenFolder,
): Promise<Pick<Folder, 'pinned' | 'included' | 'excluded'>> {
  const taken = new Set<string>()
  const resolve = async (inputs: readonly InputPeer[]): Promise<FolderPeer[]> => {
    const peers: FolderPeer[] = []
    for (const input of inputs) {
      const peer = await folderPeer(u, caller, input)
      const key = `${peer.kind} ${peer.id}`
      if (!taken.has(key)) peers.push(peer)
      taken.add(key)
    }
    return peers
  }
  return {
    pinned: await resolve(given.pinned),
    included: await resolve(given.included),
    excluded: await resolve(given.excluded),
  }
}

/** @throws PEER_ID_INVALID for a wrong access hash of any kind: the method knows no other error */
async function folderPeer(u: Unit, caller: Caller, input: InputPeer): Promise<FolderPeer> {
  if (input.kind === 'channel') {
    const { channelId, accessHash } = input
    if (!isAccessHash(u, caller, 'channel', channelId, accessHash)) {
      throw rpcError('PEER_ID_INVALID', { reason: `wrong access hash for channel ${channelId}` })
    }
  }
  const peer = await resolvePeer(u, caller, input)
  return peer.kind === 'user' ? { kind: 'user', id: peer.user.id } : peerOf(peer.chat)
}
