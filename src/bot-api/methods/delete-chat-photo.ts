import { editPhoto } from '../../domain/chats/edit-photo.ts'
import { inputPeerOf, openChat, requireRight, sharedOr } from '../chats.ts'
import { method } from '../method.ts'
import { chatId } from '../parameters.ts'

/** deleteChatPhoto: https://core.telegram.org/bots/api#deletechatphoto */
export const deleteChatPhoto = method({
  name: 'deleteChatPhoto',
  parameters: { chat_id: chatId },
  async run(ctx, { chat_id }) {
    const known = await openChat(ctx, chat_id, 'write')
    const shared = sharedOr(known, "can't change private chat photo")
    requireRight(shared, 'changeInfo', 'not enough rights to change chat photo')
    await editPhoto(ctx.u, ctx.caller, inputPeerOf(ctx, shared), { kind: 'none' })
    return true
  },
})
