import { getAdminedPublicChannels as adminedPublicChannels } from '../../../domain/chats/list.ts'
import { encodeChats } from '../../encode/chats.ts'
import { method } from '../../method.ts'

/** channels.getAdminedPublicChannels: https://core.telegram.org/method/channels.getAdminedPublicChannels */
export const getAdminedPublicChannels = method(
  'channels.getAdminedPublicChannels',
  async ({ u, caller }, { checkLimit }) => {
    const chats = await adminedPublicChannels(u, caller, checkLimit ?? false)
    return { _: 'messages.chats', chats: await encodeChats(u, caller, chats) }
  },
)
