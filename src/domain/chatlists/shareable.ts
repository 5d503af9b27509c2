import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { requireRight, requireVisible } from '../chats/access.ts'
import { migrateGroup } from '../chats/migrate.ts'
import type { Caller, Unit } from '../context.ts'
import { resolvePeer, type InputPeer } from '../peers.ts'
import { isShareable } from './access.ts'
import { CHATLIST_CHOICES } from './choices.ts'
import { chatsLimit, foldersOf, peerOf, type Folder, type FolderPeer } from './folder.ts'
import { storeFolder } from './save.ts'

/** Chats that a link is to share, each once and in the order given. */
export interface ShareableChats {
  readonly chats: readonly ChatRow[]
  /** Whether basic groups had to become supergroups. */
  readonly migrated: boolean
}

/**
 * The chats that the caller wants to share by a folder link. Basic groups become supergroups, in his own
 * folders too (https://core.telegram.org/method/chatlists.exportChatlistInvite).
 *
 * @throws PEERS_LIST_EMPTY, INVITE_PEERS_TOO_MUCH
 * @throws CHANNEL_INVALID for what is no chat, and for a channel's direct messages
 * @throws CHANNEL_PRIVATE for a chat that is gone or that he can't see
 * @throws CHAT_ADMIN_REQUIRED for one that he may not share
 * @throws CHANNELS_TOO_MUCH, USER_CHANNELS_TOO_MUCH for a basic group whose creator has no room for a supergroup
 */
export async function shareableChats(
  u: Unit,
  caller: Caller,
  account: UserRow,
  inputs: readonly InputPeer[],
): Promise<ShareableChats> {
  if (inputs.length === 0) throw rpcError('PEERS_LIST_EMPTY')
  if (inputs.length > chatsLimit(u, account)) throw rpcError(CHATLIST_CHOICES.tooManyPeers)
  const chats = new Map<number, ChatRow>()
  const moved = new Map<number, ChatRow>()
  for (const input of inputs) {
    const given = await givenChat(u, caller, input)
    const chat = given.kind === 'group' ? await upgrade(u, caller, given) : given
    if (chat !== given) moved.set(given.id, chat)
    chats.set(chat.id, chat)
  }
  if (moved.size > 0) await followMoves(u, caller, moved)
  return { chats: [...chats.values()], migrated: moved.size > 0 }
}

/** The chat that an input names, or the supergroup that it became. */
async function givenChat(u: Unit, caller: Caller, input: InputPeer): Promise<ChatRow> {
  const peer = await resolvePeer(u, caller, input)
  if (peer.kind === 'user') throw rpcError(CHATLIST_CHOICES.notAChat, { reason: 'a person' })
  const { migratedTo } = peer.chat
  const chat = (migratedTo === null ? undefined : await u.db.chats.byId(migratedTo)) ?? peer.chat
  if (chat.kind === 'group') return chat
  if (chat.kind === 'monoforum') {
    throw rpcError('CHANNEL_INVALID', { reason: 'direct messages are not shared' })
  }
  const member = await requireVisible(u, caller, chat)
  if (isShareable(chat, member)) return chat
  throw rpcError('CHAT_ADMIN_REQUIRED', { reason: `chat ${chat.id} is neither public nor managed` })
}

async function upgrade(u: Unit, caller: Caller, group: ChatRow): Promise<ChatRow> {
  await requireRight(u, caller, group, 'inviteUsers', { gone: 'CHANNEL_PRIVATE' })
  return migrateGroup(u, group, caller.id)
}

/** Puts supergroups into the caller's folders where the basic groups stood that they were. */
async function followMoves(
  u: Unit,
  caller: Caller,
  moved: ReadonlyMap<number, ChatRow>,
): Promise<void> {
  const follow = (peers: readonly FolderPeer[]): FolderPeer[] =>
    peers.map((peer) => {
      const to = peer.kind === 'chat' ? moved.get(peer.id) : undefined
      return to ? peerOf(to) : peer
    })
  for (const folder of await foldersOf(u, caller.id)) {
    const { pinned, included, excluded } = folder
    const names = [...pinned, ...included, ...excluded]
    if (!names.some((peer) => peer.kind === 'chat' && moved.has(peer.id))) continue
    const next: Folder = {
      ...folder,
      pinned: follow(pinned),
      included: follow(included),
      excluded: follow(excluded),
    }
    await storeFolder(u, next)
  }
}
