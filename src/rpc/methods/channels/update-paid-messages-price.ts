import { setDirectMessages } from '../../../domain/chats/monoforum.ts'
import { inputChannel } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.updatePaidMessagesPrice: https://core.telegram.org/method/channels.updatePaidMessagesPrice */
export const updatePaidMessagesPrice = method(
  'channels.updatePaidMessagesPrice',
  async ({ u, caller }, { channel, ...request }) => {
    await setDirectMessages(
      u,
      caller,
      inputChannel(channel),
      request.broadcastMessagesAllowed ?? false,
      request.sendPaidMessagesStars,
    )
    return encodeUpdates(u, caller)
  },
)
