import type { Unit } from '../../domain/context.ts'
import { PHOTO_SIZES } from '../../domain/photos/photo.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { PhotoRow } from '../../store/tables/photos.ts'
import { chatPhotoName, fileIdOf, fileUniqueIdOf } from '../file-id.ts'

/** https://core.telegram.org/bots/api#photosize */
export interface BotApiPhotoSize {
  readonly file_id: string
  readonly file_unique_id: string
  readonly file_size: number
  readonly width: number
  readonly height: number
}

/** https://core.telegram.org/bots/api#chatphoto */
export interface BotApiChatPhoto {
  readonly small_file_id: string
  readonly small_file_unique_id: string
  readonly big_file_id: string
  readonly big_file_unique_id: string
}

/** A photo in each of its sizes, as a bot may name it. */
export function encodePhotoSizes(u: Unit, botId: number, photo: PhotoRow): BotApiPhotoSize[] {
  return PHOTO_SIZES.map((size) => {
    const name = { kind: 'photo', photoId: BigInt(photo.id), size } as const
    return {
      file_id: fileIdOf(u, botId, name),
      file_unique_id: fileUniqueIdOf(name),
      file_size: photo.size,
      width: photo.width,
      height: photo.height,
    }
  })
}

/** A chat's photo as a bot may name it, undefined where it has none. */
export function encodeChatPhoto(
  u: Unit,
  botId: number,
  chat: ChatRow,
): BotApiChatPhoto | undefined {
  if (chat.photoId === null) return undefined
  const small = chatPhotoName(chat, chat.photoId, false)
  const big = chatPhotoName(chat, chat.photoId, true)
  return {
    small_file_id: fileIdOf(u, botId, small),
    small_file_unique_id: fileUniqueIdOf(small),
    big_file_id: fileIdOf(u, botId, big),
    big_file_unique_id: fileUniqueIdOf(big),
  }
}
