import type { Unit } from '../../domain/context.ts'
import { PHOTO_SIZES } from '../../domain/photos/photo.ts'
import type { PhotoRow } from '../../store/tables/photos.ts'

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

type PhotoSize = (typeof PHOTO_SIZES)[number]

/** Access hashes that stand in file ids are nobody's own: any bot that was given one may use it. */
const ANY_BOT = 0

/** A photo in each of its sizes. */
export function encodePhotoSizes(u: Unit, photo: PhotoRow): BotApiPhotoSize[] {
  return PHOTO_SIZES.map((size) => ({
    file_id: fileIdOf(u, photo.id, size),
    file_unique_id: fileUniqueIdOf(photo.id, size),
    file_size: photo.size,
    width: photo.width,
    height: photo.height,
  }))
}

/** A chat's photo, undefined where it has none. */
export function encodeChatPhoto(u: Unit, photoId: number | null): BotApiChatPhoto | undefined {
  if (photoId === null) return undefined
  return {
    small_file_id: fileIdOf(u, photoId, 'a'),
    small_file_unique_id: fileUniqueIdOf(photoId, 'a'),
    big_file_id: fileIdOf(u, photoId, 'c'),
    big_file_unique_id: fileUniqueIdOf(photoId, 'c'),
  }
}

/** What a file id names; undefined for what is none of this server's. */
export function photoOfFileId(
  u: Unit,
  fileId: string,
): { readonly id: number; readonly fileUniqueId: string } | undefined {
  const bytes = Buffer.from(fileId, 'base64url')
  const size = PHOTO_SIZES[bytes[0] ?? PHOTO_SIZES.length]
  if (bytes.length !== ID_BYTES || size === undefined) return undefined
  const id = Number(bytes.readBigUInt64LE(1))
  if (fileIdOf(u, id, size) !== fileId) return undefined
  return { id, fileUniqueId: fileUniqueIdOf(id, size) }
}

/** Size, id and access hash. */
const ID_BYTES = 17

function fileIdOf(u: Unit, photoId: number, size: PhotoSize): string {
  const bytes = Buffer.alloc(ID_BYTES, PHOTO_SIZES.indexOf(size))
  bytes.writeBigUInt64LE(BigInt(photoId), 1)
  bytes.writeBigInt64LE(u.accessHashes.of(ANY_BOT, 'photo', photoId), 9)
  return bytes.toString('base64url')
}

function fileUniqueIdOf(photoId: number, size: PhotoSize): string {
  const bytes = Buffer.alloc(9, PHOTO_SIZES.indexOf(size))
  bytes.writeBigUInt64LE(BigInt(photoId), 1)
  return bytes.toString('base64url')
}
