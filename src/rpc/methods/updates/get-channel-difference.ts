import { rpcError } from '../../../core/rpc-error.ts'
import { channelDialog } from '../../../domain/messages/dialogs.ts'
import { newestInChannel } from '../../../domain/messages/history.ts'
import { resolveChannel } from '../../../domain/peers.ts'
import { channelDifference } from '../../../domain/updates/difference.ts'
import type { TypeChannelMessagesFilter } from '../../../tl/generated/base.ts'
import { inputChannel } from '../../decode/peer.ts'
import { encodeChannelDifference } from '../../encode/difference.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/**
 * updates.getChannelDifference: https://core.telegram.org/method/updates.getChannelDifference
 *
 * `force` asks the server to spare itself work; there is none to spare.
 */
export const getChannelDifference = method(
  'updates.getChannelDifference',
  async ({ u, caller }, { channel, filter, pts, limit }) => {
    const keeps = keepsMessage(filter)
    const chat = await resolveChannel(u, caller, inputChannel(channel))
    const missed = await channelDifference(u, caller, chat, pts, limit)
    return encodeChannelDifference(new Encoder(u, caller), missed, keeps, async () => ({
      dialog: await channelDialog(u, caller.id, chat),
      newest: await newestInChannel(u, chat, limit),
    }))
  },
)

/** Which new messages a filter wants. @throws RANGES_INVALID */
function keepsMessage(filter: TypeChannelMessagesFilter): (id: number) => boolean {
  if (filter._ === 'channelMessagesFilterEmpty') return () => true
  const { ranges, excludeNewMessages } = filter
  if (ranges.some(({ minId, maxId }) => minId > maxId)) throw rpcError('RANGES_INVALID')
  if (excludeNewMessages) return () => false
  if (ranges.length === 0) return () => true
  return (id) => ranges.some(({ minId, maxId }) => minId <= id && id <= maxId)
}
