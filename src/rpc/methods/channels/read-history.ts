import { readChannel } from '../../../domain/messages/read.ts'
import { inputChannel } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** channels.readHistory: https://core.telegram.org/method/channels.readHistory */
export const readHistory = method(
  'channels.readHistory',
  async ({ u, caller }, { channel, maxId }) => {
    await readChannel(u, caller, inputChannel(channel), maxId)
    u.noteAnswered()
    return true
  },
)
