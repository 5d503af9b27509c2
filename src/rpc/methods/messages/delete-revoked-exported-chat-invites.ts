import { deleteRevokedInvites } from '../../../domain/invites/list.ts'
import { inputPeer, inputUser } from '../../decode/peer.ts'
import { afterRest } from '../../deferred.ts'
import { method } from '../../method.ts'

/**
 * messages.deleteRevokedExportedChatInvites:
 * https://core.telegram.org/method/messages.deleteRevokedExportedChatInvites
 */
export const deleteRevokedExportedChatInvites = method(
  'messages.deleteRevokedExportedChatInvites',
  async ({ u, caller }, { peer, adminId }) => {
    const rest = await deleteRevokedInvites(u, caller, inputPeer(peer), inputUser(adminId))
    return afterRest(u, rest, () => true)
  },
)
