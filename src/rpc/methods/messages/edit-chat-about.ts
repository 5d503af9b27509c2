import { editAbout } from '../../../domain/chats/edit.ts'
import { inputPeer } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** messages.editChatAbout: https://core.telegram.org/method/messages.editChatAbout */
export const editChatAbout = method(
  'messages.editChatAbout',
  async ({ u, caller }, { peer, about }) => {
    await editAbout(u, caller, inputPeer(peer), about)
    return true
  },
)
