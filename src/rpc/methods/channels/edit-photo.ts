import { editPhoto as editPhotoRule } from '../../../domain/chats/edit-photo.ts'
import { inputChannel } from '../../decode/peer.ts'
import { inputChatPhoto } from '../../decode/photo.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.editPhoto: https://core.telegram.org/method/channels.editPhoto */
export const editPhoto = method('channels.editPhoto', async ({ u, caller }, { channel, photo }) => {
  await editPhotoRule(u, caller, inputChannel(channel), inputChatPhoto(photo))
  return encodeUpdates(u, caller)
})
