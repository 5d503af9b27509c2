import { editPhoto } from '../../../domain/chats/edit-photo.ts'
import { inputChatPhoto } from '../../decode/photo.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** messages.editChatPhoto: https://core.telegram.org/method/messages.editChatPhoto */
export const editChatPhoto = method(
  'messages.editChatPhoto',
  async ({ u, caller }, { chatId, photo }) => {
    await editPhoto(u, caller, { kind: 'chat', chatId }, inputChatPhoto(photo))
    return encodeUpdates(u, caller)
  },
)
