import { getChannels as getChannelsRule } from '../../../domain/chats/list.ts'
import { inputChannel } from '../../decode/peer.ts'
import { encodeChats } from '../../encode/chats.ts'
import { method } from '../../method.ts'

/** channels.getChannels: https://core.telegram.org/method/channels.getChannels */
export const getChannels = method('channels.getChannels', async ({ u, caller }, { id }) => {
  const chats = await getChannelsRule(u, caller, id.map(inputChannel))
  return { _: 'messages.chats', chats: await encodeChats(u, caller, chats) }
})
