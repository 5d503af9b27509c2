import { leaveChannel as leaveChannelRule } from '../../../domain/members/leave.ts'
import { inputChannel } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.leaveChannel: https://core.telegram.org/method/channels.leaveChannel */
export const leaveChannel = method('channels.leaveChannel', async ({ u, caller }, { channel }) => {
  await leaveChannelRule(u, caller, inputChannel(channel))
  return encodeUpdates(u, caller)
})
