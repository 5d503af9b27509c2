import { editPhoto } from '../../domain/chats/edit-photo.ts'
import { inputPeerOf, openChat, requireRight, sharedOr } from '../chats.ts'
import { badRequest } from '../errors.ts'
import { method } from '../method.ts'
import { chatId, file } from '../parameters.ts'

/**
 * setChatPhoto: https://core.telegram.org/bots/api#setchatphoto
 *
 * The file's name does not matter: TDLib gives every photo one that Telegram takes.
 */
export const setChatPhoto = method({
  name: 'setChatPhoto',
  parameters: { chat_id: chatId, photo: file() },
  async run(ctx, { chat_id, photo }) {
    if (photo === 'absent') throw badRequest('there is no photo in the request')
    if (photo === 'text') throw badRequest('photo must be uploaded as an InputFile')
    const known = await openChat(ctx, chat_id, 'write')
    const shared = sharedOr(known, "can't change private chat photo")
    requireRight(shared, 'changeInfo', 'not enough rights to change chat photo')
    if (photo.length === 0) throw badRequest('file must be non-empty')
    const wanted = { kind: 'bytes', bytes: photo } as const
    await editPhoto(ctx.u, ctx.caller, inputPeerOf(ctx, shared), wanted)
    return true
  },
})
