import { editCreator } from '../../../domain/members/edit-creator.ts'
import { passwordProof } from '../../decode/password.ts'
import { inputPeer, inputUser } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/**
 * messages.editChatCreator: https://core.telegram.org/method/messages.editChatCreator
 *
 * channels.editCreator for a chat of any kind, of the newest layers.
 */
export const editChatCreator = method(
  'messages.editChatCreator',
  async ({ u, caller }, { peer, userId, password }) => {
    const peers = [inputPeer(peer), inputUser(userId)] as const
    await editCreator(u, caller, ...peers, passwordProof(password))
    return encodeUpdates(u, caller)
  },
)
