import { joinPublic } from '../../../domain/members/join-public.ts'
import { inputChannel } from '../../decode/peer.ts'
import { encodeJoin } from '../../encode/join.ts'
import { method } from '../../method.ts'

/**
 * channels.joinChannel: https://core.telegram.org/method/channels.joinChannel
 *
 * The newest layer's answer wraps the Updates; below layer 227 they stand alone (tl/conversions.ts).
 */
export const joinChannel = method('channels.joinChannel', async ({ u, caller }, { channel }) => {
  const chat = await joinPublic(u, caller, inputChannel(channel))
  return { _: 'messages.chatInviteJoinResultOk', updates: await encodeJoin(u, caller, chat) }
})
