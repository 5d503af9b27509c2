import { checkChatUsername } from '../../../domain/chats/username.ts'
import { inputChannel } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** channels.checkUsername: https://core.telegram.org/method/channels.checkUsername */
export const checkUsername = method(
  'channels.checkUsername',
  async ({ u, caller }, { channel, username }) => {
    await checkChatUsername(u, caller, inputChannel(channel), username)
    return true
  },
)
