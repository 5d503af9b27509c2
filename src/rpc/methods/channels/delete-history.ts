import { deleteChannelHistory } from '../../../domain/messages/clear.ts'
import { inputChannel } from '../../decode/peer.ts'
import { afterRest } from '../../deferred.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.deleteHistory: https://core.telegram.org/method/channels.deleteHistory */
export const deleteHistory = method(
  'channels.deleteHistory',
  async ({ u, caller }, { channel, maxId, forEveryone }) => {
    const input = inputChannel(channel)
    const rest = await deleteChannelHistory(u, caller, input, maxId, forEveryone ?? false)
    return afterRest(u, rest, (unit) => encodeUpdates(unit, caller))
  },
)
