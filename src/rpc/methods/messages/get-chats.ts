import { getBasicGroups } from '../../../domain/chats/list.ts'
import { encodeChats } from '../../encode/chats.ts'
import { method } from '../../method.ts'

/** messages.getChats: https://core.telegram.org/method/messages.getChats */
export const getChats = method('messages.getChats', async ({ u, caller }, { id }) => {
  const chats = await getBasicGroups(u, caller, id)
  return { _: 'messages.chats', chats: await encodeChats(u, caller, chats) }
})
