import { deleteChannelMessages } from '../../../domain/messages/delete.ts'
import { inputChannel } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** channels.deleteMessages: https://core.telegram.org/method/channels.deleteMessages */
export const deleteMessages = method(
  'channels.deleteMessages',
  async ({ u, caller }, { channel, id }) => {
    const affected = await deleteChannelMessages(u, caller, inputChannel(channel), id)
    u.noteAnswered()
    return { _: 'messages.affectedMessages', ...affected }
  },
)
