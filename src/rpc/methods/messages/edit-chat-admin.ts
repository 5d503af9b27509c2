import { editChatAdmin as editChatAdminRule } from '../../../domain/members/promote.ts'
import { inputUser } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** messages.editChatAdmin: https://core.telegram.org/method/messages.editChatAdmin */
export const editChatAdmin = method(
  'messages.editChatAdmin',
  async ({ u, caller }, { chatId, userId, isAdmin }) => {
    await editChatAdminRule(u, caller, chatId, inputUser(userId), isAdmin)
    return true
  },
)
