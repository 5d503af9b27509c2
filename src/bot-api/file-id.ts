import { markedChatId, unmark } from '../core/chat-ids.ts'
import type { Unit } from '../domain/context.ts'
import { PHOTO_SIZES, photoReference } from '../domain/photos/photo.ts'
import type { ChatRow } from '../store/tables/chats.ts'
import type { PhotoRow } from '../store/tables/photos.ts'

/** A letter of a photo's size. */
type PhotoSize = (typeof PHOTO_SIZES)[number]

/** What a file id names: a size of a photo, or a chat's photo. */
export type FileName =
  | { readonly kind: 'photo'; readonly photoId: bigint; readonly size: PhotoSize }
  | {
      readonly kind: 'chatPhoto'
      readonly photoId: bigint
      readonly big: boolean
      /** The chat, as the Bot API names it. */
      readonly chatId: number
    }

/** td FileType.h, PhotoSizeSource.h, FileLocation.h, FileManager.h and Version.h. */
const FILE_TYPE = { chatPhoto: 1, photo: 2 } as const
const SOURCE = { thumbnail: 1, chatPhotoSmall: 2, chatPhotoBig: 3 } as const
const FILE_REFERENCE_FLAG = 1 << 25
const CLASS_PHOTO = 1
const SUB_VERSION = 59
const VERSION = 4

/** The data centre that ids name; every one is this server. */
const DC = 2

/** Longest run of zeros that one pair of bytes stands for. */
const ZEROS_MAX = 250

/** The name of a chat's photo. */
export function chatPhotoName(chat: ChatRow, photoId: number, big: boolean): FileName {
  return { kind: 'chatPhoto', photoId: BigInt(photoId), big, chatId: markedChatId(chat) }
}

/**
 * The id by which a bot names a file, in the form of TDLib, which client libraries read. It holds what
 * only this bot was given: the photo's access hash, or the chat's.
 *
 * Source: td FileManager.cpp get_persistent_id
 */
export function fileIdOf(u: Pick<Unit, 'accessHashes'>, botId: number, name: FileName): string {
  const parts =
    name.kind === 'photo'
      ? [
          int32(FILE_TYPE.photo | FILE_REFERENCE_FLAG),
          int32(DC),
          tlBytes(photoReference(u, { id: botId, isBot: true }, Number(name.photoId))),
          int64(name.photoId),
          int64(u.accessHashes.of(botId, 'photo', Number(name.photoId))),
          int32(SOURCE.thumbnail),
          int32(FILE_TYPE.photo),
          int32(name.size.charCodeAt(0)),
        ]
      : [
          int32(FILE_TYPE.chatPhoto),
          int32(DC),
          int64(name.photoId),
          int64(0n),
          int32(name.big ? SOURCE.chatPhotoBig : SOURCE.chatPhotoSmall),
          int64(BigInt(name.chatId)),
          int64(chatHash(u, botId, name.chatId)),
        ]
  const version = Buffer.from([SUB_VERSION, VERSION])
  return Buffer.concat([zerosShortened(Buffer.concat(parts)), version]).toString('base64url')
}

/** The id by which a file is told apart from others, the same for everybody (td FileLocation.hpp AsUnique). */
export function fileUniqueIdOf(name: FileName): string {
  const parts = [int32(CLASS_PHOTO), int64(name.photoId), Buffer.from([sizeNumber(name)])]
  return zerosShortened(Buffer.concat(parts)).toString('base64url')
}

/** What a file id names, no matter to whom it was given; undefined for any other kind. */
export function nameOfFileId(fileId: string): FileName | undefined {
  const bytes = Buffer.from(fileId, 'base64url')
  if (bytes.at(-1) !== VERSION || bytes.toString('base64url') !== fileId) return undefined
  const data = zerosRestored(bytes.subarray(0, -2))
  try {
    return data.readInt32LE(0) === FILE_TYPE.chatPhoto ? chatPhotoIn(data) : photoIn(data)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** @throws RangeError where the bytes end too early */
function chatPhotoIn(data: Buffer): FileName | undefined {
  const source = data.readInt32LE(24)
  const isBig = source === SOURCE.chatPhotoBig
  if (!isBig && source !== SOURCE.chatPhotoSmall) return undefined
  const photoId = data.readBigInt64LE(8)
  return { kind: 'chatPhoto', photoId, big: isBig, chatId: Number(data.readBigInt64LE(28)) }
}

/** @throws RangeError where the bytes end too early */
function photoIn(data: Buffer): FileName | undefined {
  if (data.readInt32LE(0) !== (FILE_TYPE.photo | FILE_REFERENCE_FLAG)) return undefined
  const at = 8 + tlLength(data.readUInt8(8))
  const size = PHOTO_SIZES.find((one) => one.charCodeAt(0) === data.readInt32LE(at + 24))
  const photoId = data.readBigInt64LE(at)
  return size && { kind: 'photo', photoId, size }
}

/**
 * The photo that a file id names, if the bot may fetch it: it was given the id. A basic group
 * has no hash that says so, so the bot must know the group.
 */
export async function photoOfName(
  u: Unit,
  botId: number,
  fileId: string,
  name: FileName,
): Promise<PhotoRow | undefined> {
  if (fileIdOf(u, botId, name) !== fileId) return undefined
  const photo = await u.db.photos.byId(Number(name.photoId))
  if (!photo || name.kind === 'photo') return photo
  const named = unmark(name.chatId)
  const chat = await u.db.chats.byId(photo.chatId)
  if (!chat || named?.id !== chat.id || named.kind === 'user') return undefined
  if ((named.kind === 'group') !== (chat.kind === 'group')) return undefined
  const isKnown = named.kind === 'channel' || (await u.db.members.find(chat.id, botId))
  return isKnown ? photo : undefined
}

/** The hash by which the bot names a chat; basic groups have none. */
function chatHash(u: Pick<Unit, 'accessHashes'>, botId: number, chatId: number): bigint {
  const chat = unmark(chatId)
  return chat?.kind === 'channel' ? u.accessHashes.of(botId, 'channel', chat.id) : 0n
}

/** td PhotoSizeSource.cpp get_compare_type */
function sizeNumber(name: FileName): number {
  if (name.kind === 'chatPhoto') return name.big ? 1 : 0
  if (name.size === 'a') return 0
  return name.size === 'c' ? 1 : name.size.charCodeAt(0) + 5
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(value)
  return bytes
}

/** Bytes as TL writes short ones: their length, they themselves, zeros up to four. */
function tlBytes(value: Buffer): Buffer {
  const bytes = Buffer.alloc(tlLength(value.length))
  bytes.writeUInt8(value.length)
  value.copy(bytes, 1)
  return bytes
}

function tlLength(length: number): number {
  return Math.ceil((1 + length) / 4) * 4
}

/** Each run of zeros as one zero and its length (td misc.cpp zero_encode). */
function zerosShortened(bytes: Buffer): Buffer {
  const short: number[] = []
  for (let at = 0; at < bytes.length; at++) {
    short.push(bytes.readUInt8(at))
    if (bytes[at] !== 0) continue
    let run = 1
    while (run < ZEROS_MAX && bytes[at + run] === 0) run++
    short.push(run)
    at += run - 1
  }
  return Buffer.from(short)
}

function zerosRestored(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; at++) {
    const run = bytes[at] === 0 ? bytes[at + 1] : undefined
    parts.push(run === undefined ? bytes.subarray(at, at + 1) : Buffer.alloc(run))
    if (run !== undefined) at++
  }
  return Buffer.concat(parts)
}
