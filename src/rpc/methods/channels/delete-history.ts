import { deleteChannelHistory } from '../../../domain/messages/clear.ts'
import { inputChannel } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.deleteHistory: https://core.telegram.org/method/channels.deleteHistory */
export const deleteHistory = method(
  'channels.deleteHistory',
  async ({ u, caller }, { channel, maxId, forEveryone }) => {
    await deleteChannelHistory(u, caller, inputChannel(channel), maxId, forEveryone ?? false)
    return encodeUpdates(u, caller)
  },
)
