import { exportChatlist } from '../../../domain/chatlists/export.ts'
import { inputPeer } from '../../decode/peer.ts'
import { encodeChatlistInvite, encodeFolder } from '../../encode/chatlist.ts'
import { Encoder } from '../../encode/encoder.ts'
import { afterUpdates } from '../../deferred.ts'
import { method } from '../../method.ts'

/**
 * chatlists.exportChatlistInvite: https://core.telegram.org/method/chatlists.exportChatlistInvite
 *
 * The answer has room for the folder and the link, not for chats: where basic groups became
 * supergroups, the caller's session hears of them as every other one does, and first; TDLib complains
 * of a link to a chat that it does not know.
 */
export const exportChatlistInvite = method(
  'chatlists.exportChatlistInvite',
  async ({ u, caller }, { chatlist, title, peers }) => {
    const { listed, invite, migrated } = await exportChatlist(u, caller, chatlist.filterId, {
      title,
      peers: peers.map(inputPeer),
    })
    const e = new Encoder(u, caller)
    const answer = {
      _: 'chatlists.exportedChatlistInvite',
      filter: encodeFolder(e, listed),
      invite: encodeChatlistInvite(e, invite),
    } as const
    if (migrated) return afterUpdates(answer)
    u.noteAnswered()
    return answer
  },
)
