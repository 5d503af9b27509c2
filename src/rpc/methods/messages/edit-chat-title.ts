import { editTitle } from '../../../domain/chats/edit.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** messages.editChatTitle: https://core.telegram.org/method/messages.editChatTitle */
export const editChatTitle = method(
  'messages.editChatTitle',
  async ({ u, caller }, { chatId, title }) => {
    await editTitle(u, caller, { kind: 'chat', chatId }, title)
    return encodeUpdates(u, caller)
  },
)
