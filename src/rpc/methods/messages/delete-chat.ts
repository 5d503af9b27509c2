import { deleteBasicGroup } from '../../../domain/chats/delete.ts'
import { method } from '../../method.ts'

/** messages.deleteChat: https://core.telegram.org/method/messages.deleteChat */
export const deleteChat = method('messages.deleteChat', async ({ u, caller }, { chatId }) => {
  await deleteBasicGroup(u, caller, chatId)
  return true
})
