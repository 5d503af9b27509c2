import { linkedIds } from '../../domain/chatlists/access.ts'
import type { CheckedChatlist } from '../../domain/chatlists/check.ts'
import { FOLDER_FLAGS, type Folder, type FolderPeer } from '../../domain/chatlists/folder.ts'
import {
  listFolders,
  showFolder,
  type FolderListItem,
  type ListedFolder,
  type SuggestedFolder,
} from '../../domain/chatlists/list.ts'
import { linkOfSlug } from '../../domain/chatlists/slug.ts'
import { namesOf } from '../../domain/chats/rights.ts'
import type { ChatlistInviteRow } from '../../store/tables/chatlists.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type {
  DialogFilterSuggested,
  ExportedChatlistInvite,
  TextWithEntities,
  TypeDialogFilter,
  TypeInputPeer,
  TypePeer,
  TypeUpdate,
} from '../../tl/generated/base.ts'
import type { TypeChatlistsChatlistInvite } from '../../tl/generated/chatlists.ts'
import type { Encoder } from './encoder.ts'
import { encodeEntity } from './entity.ts'

/** A folder as its owner sees it (https://core.telegram.org/type/DialogFilter); its peers are noted. */
export function encodeFolder(e: Encoder, { folder, hasMyInvites }: ListedFolder): TypeDialogFilter {
  const { pinned, included, excluded } = folder
  const shared = {
    id: folder.id,
    ...encodeTitle(e, folder),
    emoticon: folder.emoticon,
    color: folder.color,
    pinnedPeers: pinned.map((peer) => encodeInputPeer(e, peer)),
    includePeers: included.map((peer) => encodeInputPeer(e, peer)),
  }
  if (folder.kind === 'chatlist') return { _: 'dialogFilterChatlist', hasMyInvites, ...shared }
  return {
    _: 'dialogFilter',
    ...flagsOf(folder.flags),
    ...shared,
    excludePeers: excluded.map((peer) => encodeInputPeer(e, peer)),
  }
}

/** What stands in the list of folders. */
export function encodeFolderItem(e: Encoder, item: FolderListItem): TypeDialogFilter {
  return item.kind === 'default' ? { _: 'dialogFilterDefault' } : encodeFolder(e, item)
}

/** A folder that somebody might want (https://core.telegram.org/constructor/dialogFilterSuggested). */
export function encodeSuggestedFolder(suggested: SuggestedFolder): DialogFilterSuggested {
  const { title, description, flags } = suggested
  return {
    _: 'dialogFilterSuggested',
    filter: {
      _: 'dialogFilter',
      ...flagsOf(flags),
      id: 0,
      title: { _: 'textWithEntities', text: title, entities: [] },
      pinnedPeers: [],
      includePeers: [],
      excludePeers: [],
    },
    description,
  }
}

/** updateDialogFilter: the folder as it is now, or that it is gone. */
export async function encodeFolderUpdate(e: Encoder, id: number): Promise<TypeUpdate> {
  const listed = await showFolder(e.u, e.viewer.id, id)
  return { _: 'updateDialogFilter', id, filter: listed && encodeFolder(e, listed) }
}

/** updateDialogFilterOrder: every folder; 0 is "All chats", and Telegram Desktop wants it named too. */
export async function encodeFolderOrder(e: Encoder): Promise<TypeUpdate> {
  const items = await listFolders(e.u, e.viewer)
  const order = items.map((item) => (item.kind === 'default' ? 0 : item.folder.id))
  return { _: 'updateDialogFilterOrder', order }
}

/** A folder link as its owner sees it (https://core.telegram.org/constructor/exportedChatlistInvite). */
export function encodeChatlistInvite(
  e: Encoder,
  invite: ChatlistInviteRow,
): ExportedChatlistInvite {
  // A link leads to supergroups and channels only.
  const peers = linkedIds(invite).map((id): TypePeer => {
    return { _: 'peerChannel', channelId: e.chat(id) }
  })
  const { title, slug } = invite
  return { _: 'exportedChatlistInvite', title, url: linkOfSlug(slug), peers }
}

/** What a folder link would bring (https://core.telegram.org/type/chatlists.ChatlistInvite). */
export async function encodeCheckedChatlist(
  e: Encoder,
  checked: CheckedChatlist,
): Promise<TypeChatlistsChatlistInvite> {
  if (checked.kind === 'new') {
    const { shared, chats } = checked
    return {
      _: 'chatlists.chatlistInvite',
      ...encodeTitle(e, shared),
      emoticon: shared.emoticon,
      peers: encodePeers(e, chats),
      chats: await e.chats(),
      users: await e.users(),
    }
  }
  return {
    _: 'chatlists.chatlistInviteAlready',
    filterId: checked.folder.id,
    missingPeers: encodePeers(e, checked.missing),
    alreadyPeers: encodePeers(e, checked.already),
    chats: await e.chats(),
    users: await e.users(),
  }
}

/** Peers of chats, noted. */
export function encodePeers(e: Encoder, chats: readonly ChatRow[]): TypePeer[] {
  return chats.map((chat) => e.peerChat(chat))
}

function encodeTitle(
  e: Encoder,
  { title, entities, titleNoanimate }: Folder,
): { titleNoanimate: boolean; title: TextWithEntities } {
  const formatting = entities.map((entity) => encodeEntity(e, entity))
  return { titleNoanimate, title: { _: 'textWithEntities', text: title, entities: formatting } }
}

function flagsOf(flags: number): Record<string, true> {
  return Object.fromEntries(namesOf(FOLDER_FLAGS, flags).map((name) => [name, true]))
}

/** How the viewer names a peer. The account itself is no `inputPeerSelf`: TDLib does not read it there. */
function encodeInputPeer(e: Encoder, { kind, id }: FolderPeer): TypeInputPeer {
  const accessHash = (of: 'user' | 'channel'): bigint => e.u.accessHashes.of(e.viewer.id, of, id)
  switch (kind) {
    case 'user':
      return { _: 'inputPeerUser', userId: e.user(id), accessHash: accessHash('user') }
    case 'chat':
      return { _: 'inputPeerChat', chatId: e.chat(id) }
    case 'channel':
      return { _: 'inputPeerChannel', channelId: e.chat(id), accessHash: accessHash('channel') }
  }
}
