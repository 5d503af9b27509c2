import { toggleJoinToSend as toggleJoinToSendRule } from '../../../domain/join-requests/toggle.ts'
import { inputChannel } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.toggleJoinToSend: https://core.telegram.org/method/channels.toggleJoinToSend */
export const toggleJoinToSend = method(
  'channels.toggleJoinToSend',
  async ({ u, caller }, { channel, enabled }) => {
    await toggleJoinToSendRule(u, caller, inputChannel(channel), enabled)
    return encodeUpdates(u, caller)
  },
)
