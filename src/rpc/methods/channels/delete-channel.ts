import { deleteChannel as deleteChannelRule } from '../../../domain/chats/delete.ts'
import { inputChannel } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.deleteChannel: https://core.telegram.org/method/channels.deleteChannel */
export const deleteChannel = method(
  'channels.deleteChannel',
  async ({ u, caller }, { channel }) => {
    await deleteChannelRule(u, caller, inputChannel(channel))
    return encodeUpdates(u, caller)
  },
)
