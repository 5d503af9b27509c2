import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { requireOwn } from '../accounts/own.ts'
import { hasAdminRight, isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { ensurePrimary } from '../invites/primary.ts'
import { placeRequest } from '../invites/request.ts'
import { addMember } from '../members/join.ts'
import { resolvePeer, standing, type InputPeer } from '../peers.ts'
import { checkChatlistCount, findChatlist, linkedIds, type FoundChatlist } from './access.ts'
import { ownFolder } from './check.ts'
import { CHATLIST_CHOICES, FOLDER_IDS } from './choices.ts'
import { chatIdsOf, chatsLimit, foldersOf, peerOf, type Folder } from './folder.ts'
import { newPosition, storeFolder } from './save.ts'

/**
 * Joins the named chats of a folder link and gives the caller the folder; where he has it, the chats come
 * to it (https://core.telegram.org/method/chatlists.joinChatlistInvite). A chat that needs approval is
 * asked, and is in the folder at once [INF]. What happened is in the unit's events.
 *
 * @throws as `findChatlist`, and as `resolvePeer` for the peers
 * @throws FILTER_INCLUDE_EMPTY where none of the peers is a chat of the link that the caller may enter
 * @throws CHATLISTS_TOO_MUCH, DIALOG_FILTERS_TOO_MUCH, FILTER_INCLUDE_TOO_MUCH
 * @throws CHANNELS_TOO_MUCH, USERS_TOO_MUCH; then none is joined
 */
export async function joinChatlist(
  u: Unit,
  caller: Caller,
  slug: string,
  inputs: readonly InputPeer[],
): Promise<void> {
  const account = await requireOwn(u, caller)
  const found = await findChatlist(u, caller, slug)
  const chosen = await chosenChats(u, caller, found, inputs)
  const folder = (await ownFolder(u, caller, found)) ?? (await newChatlist(u, account, found))
  await enterAll(u, caller, account, found, folder, chosen)
}

/**
 * Joins chats of a folder link and puts them into the caller's folder. Other chats of the link are not
 * offered again.
 *
 * @throws as `joinChatlist`
 */
export async function enterAll(
  u: Unit,
  caller: Caller,
  account: UserRow,
  found: FoundChatlist,
  folder: Folder,
  chosen: readonly ChatRow[],
): Promise<void> {
  const has = chatIdsOf(folder)
  const fresh = chosen.filter((chat) => !has.has(chat.id))
  const size = folder.pinned.length + folder.included.length + fresh.length
  if (size > chatsLimit(u, account)) throw rpcError(CHATLIST_CHOICES.tooManyChats)
  for (const chat of chosen) await enter(u, caller, found, chat)
  await storeFolder(u, {
    ...folder,
    included: [...folder.included, ...fresh.map(peerOf)],
    seenChats: folder.joinedInviteId === undefined ? [] : linkedIds(found.invite),
  })
}

/**
 * Those of the named peers that are chats of the link and from which the caller is not banned, each once.
 *
 * @throws FILTER_INCLUDE_EMPTY where there is none; as `resolvePeer`
 */
export async function chosenChats(
  u: Unit,
  caller: Caller,
  { chats }: FoundChatlist,
  inputs: readonly InputPeer[],
): Promise<ChatRow[]> {
  const offered = new Map(chats.map((chat) => [chat.id, chat]))
  const chosen = new Map<number, ChatRow>()
  for (const input of inputs) {
    const peer = await resolvePeer(u, caller, input)
    const chat = peer.kind === 'user' ? undefined : offered.get(peer.chat.id)
    if (!chat || (await standing(u, chat, caller.id))?.status === 'banned') continue
    chosen.set(chat.id, chat)
  }
  if (chosen.size === 0) throw rpcError('FILTER_INCLUDE_EMPTY')
  return [...chosen.values()]
}

/** An empty folder like the owner's. @throws CHATLISTS_TOO_MUCH, DIALOG_FILTERS_TOO_MUCH */
async function newChatlist(
  u: Unit,
  account: UserRow,
  { invite, shared }: FoundChatlist,
): Promise<Folder> {
  await checkChatlistCount(u, account)
  const position = await newPosition(u, account)
  const { title, entities, titleNoanimate, emoticon } = shared
  return {
    accountId: account.id,
    id: await freeId(u, account.id),
    kind: 'chatlist',
    position,
    title,
    entities,
    titleNoanimate,
    emoticon,
    color: undefined,
    flags: 0,
    pinned: [],
    included: [],
    excluded: [],
    joinedInviteId: invite.id,
    seenChats: [],
  }
}

/** The lowest id that none of the account's folders has; there are fewer folders than ids. */
async function freeId(u: Unit, accountId: number): Promise<number> {
  const taken = new Set((await foldersOf(u, accountId)).map((folder) => folder.id))
  let id: number = FOLDER_IDS.min
  while (taken.has(id)) id += 1
  return id
}

/** Brings the caller into a chat, or asks its admins to let him in. Nothing happens where he is in. */
async function enter(u: Unit, caller: Caller, found: FoundChatlist, chat: ChatRow): Promise<void> {
  if (isPresent(await standing(u, chat, caller.id))) return
  const invite = await linkInto(u, found.invite.ownerId, chat)
  const asks = chat.joinRequest === 1 || invite?.requestNeeded === 1
  if (asks && chat.creatorId !== caller.id) {
    await placeRequest(u, caller, chat, invite, true)
  } else if (invite) {
    await addMember(u, chat, caller.id, { kind: 'link', invite, viaChatlist: true })
  } else {
    await addMember(u, chat, caller.id, { kind: 'public', viaChatlist: true })
  }
}

/** The primary link by which the folder's owner lets people into a chat; none where he may not. */
async function linkInto(u: Unit, ownerId: number, chat: ChatRow): Promise<InviteRow | undefined> {
  const owner = await standing(u, chat, ownerId)
  return hasAdminRight(owner, 'inviteUsers') ? ensurePrimary(u, chat, ownerId) : undefined
}
