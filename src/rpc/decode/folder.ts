import { rpcError } from '../../core/rpc-error.ts'
import { FOLDER_FLAGS, type FolderFlag } from '../../domain/chatlists/folder.ts'
import type { GivenFolder } from '../../domain/chatlists/save.ts'
import { maskOf } from '../../domain/chats/rights.ts'
import type { Entity } from '../../domain/messages/entity.ts'
import type { TypeDialogFilter } from '../../tl/generated/base.ts'
import { givenEntities } from './entity.ts'
import { inputPeer } from './peer.ts'

/**
 * The domain's form of a folder that a client gives (https://core.telegram.org/type/DialogFilter).
 *
 * @throws FILTER_ID_INVALID for "All chats", which is no folder to change
 */
export function givenFolder(filter: TypeDialogFilter): GivenFolder {
  if (filter._ === 'dialogFilterDefault') {
    throw rpcError('FILTER_ID_INVALID', { reason: 'dialogFilterDefault' })
  }
  const shared = {
    title: filter.title.text,
    entities: givenEntities(filter.title.entities).filter(
      (entity): entity is Entity => entity.kind !== 'inputMentionName',
    ),
    titleNoanimate: filter.titleNoanimate ?? false,
    emoticon: filter.emoticon || undefined,
    color: filter.color,
    pinned: filter.pinnedPeers.map(inputPeer),
    included: filter.includePeers.map(inputPeer),
  }
  if (filter._ === 'dialogFilterChatlist') {
    return { kind: 'chatlist', ...shared, flags: 0, excluded: [] }
  }
  const names = (Object.keys(FOLDER_FLAGS) as FolderFlag[]).filter((name) => filter[name])
  const flags = maskOf(FOLDER_FLAGS, names)
  return { kind: 'folder', ...shared, flags, excluded: filter.excludePeers.map(inputPeer) }
}
