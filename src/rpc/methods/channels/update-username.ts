import { updateChatUsername } from '../../../domain/chats/username.ts'
import { inputChannel } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** channels.updateUsername: https://core.telegram.org/method/channels.updateUsername */
export const updateUsername = method(
  'channels.updateUsername',
  async ({ u, caller }, { channel, username }) => {
    await updateChatUsername(u, caller, inputChannel(channel), username)
    return true
  },
)
