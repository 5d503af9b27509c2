import { getCommonChats as commonChats } from '../../../domain/chats/list.ts'
import { inputUser } from '../../decode/peer.ts'
import { encodeChats } from '../../encode/chats.ts'
import { method } from '../../method.ts'

/** messages.getCommonChats: https://core.telegram.org/method/messages.getCommonChats */
export const getCommonChats = method(
  'messages.getCommonChats',
  async ({ u, caller }, { userId, maxId, limit }) => {
    const common = await commonChats(u, caller, inputUser(userId), maxId, limit)
    const chats = await encodeChats(u, caller, common.chats)
    return chats.length < common.count
      ? { _: 'messages.chatsSlice', count: common.count, chats }
      : { _: 'messages.chats', chats }
  },
)
