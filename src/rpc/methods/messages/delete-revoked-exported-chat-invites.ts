import { deleteRevokedInvites } from '../../../domain/invites/list.ts'
import { inputPeer, inputUser } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/**
 * messages.deleteRevokedExportedChatInvites:
 * https://core.telegram.org/method/messages.deleteRevokedExportedChatInvites
 */
export const deleteRevokedExportedChatInvites = method(
  'messages.deleteRevokedExportedChatInvites',
  async ({ u, caller }, { peer, adminId }) => {
    await deleteRevokedInvites(u, caller, inputPeer(peer), inputUser(adminId))
    return true
  },
)
