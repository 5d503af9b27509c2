import { missedInChannel } from '../../../domain/updates/missed-in-channel.ts'
import { inputChannel } from '../../decode/peer.ts'
import { encodeChannelDifference } from '../../encode/difference.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

const ALL_MESSAGES = { ranges: [], excludeNewMessages: false }

/**
 * updates.getChannelDifference: https://core.telegram.org/method/updates.getChannelDifference
 *
 * `force` asks the server to spare itself work; there is none to spare.
 */
export const getChannelDifference = method(
  'updates.getChannelDifference',
  async ({ u, caller }, { channel, filter, pts, limit }) => {
    const { ranges, excludeNewMessages = false } =
      filter._ === 'channelMessagesFilterEmpty' ? ALL_MESSAGES : filter
    const query = { pts, limit, ranges, excludeNewMessages }
    const missed = await missedInChannel(u, caller, inputChannel(channel), query)
    return encodeChannelDifference(new Encoder(u, caller), missed)
  },
)
