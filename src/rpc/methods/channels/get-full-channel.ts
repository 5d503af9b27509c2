import { getFullChannel as fullChannel } from '../../../domain/chats/full.ts'
import { inputChannel } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeFullChannel } from '../../encode/full-chat.ts'
import { method } from '../../method.ts'

/** channels.getFullChannel: https://core.telegram.org/method/channels.getFullChannel */
export const getFullChannel = method(
  'channels.getFullChannel',
  async ({ u, caller }, { channel }) => {
    const full = await fullChannel(u, caller, inputChannel(channel))
    return encodeFullChannel(new Encoder(u, caller), full)
  },
)
