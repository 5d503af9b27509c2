import { editChatlistInvite } from '../../../domain/chatlists/links.ts'
import { inputPeer } from '../../decode/peer.ts'
import { encodeChatlistInvite } from '../../encode/chatlist.ts'
import { Encoder } from '../../encode/encoder.ts'
import { afterUpdates } from '../../deferred.ts'
import { method } from '../../method.ts'

/**
 * chatlists.editExportedInvite: https://core.telegram.org/method/chatlists.editExportedInvite
 *
 * As in exportChatlistInvite, supergroups that were basic groups are told before they are named.
 */
export const editExportedInvite = method(
  'chatlists.editExportedInvite',
  async ({ u, caller }, { chatlist, slug, title, peers }) => {
    const change = { title, peers: peers?.map(inputPeer) }
    const { filterId } = chatlist
    const { invite, migrated } = await editChatlistInvite(u, caller, filterId, slug, change)
    const answer = encodeChatlistInvite(new Encoder(u, caller), invite)
    return migrated ? afterUpdates(answer) : answer
  },
)
