import { deleteInvite } from '../../../domain/invites/list.ts'
import { inputPeer } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** messages.deleteExportedChatInvite: https://core.telegram.org/method/messages.deleteExportedChatInvite */
export const deleteExportedChatInvite = method(
  'messages.deleteExportedChatInvite',
  async ({ u, caller }, { peer, link }) => {
    await deleteInvite(u, caller, inputPeer(peer), link)
    return true
  },
)
