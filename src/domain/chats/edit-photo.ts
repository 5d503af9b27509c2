import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { PhotoRow } from '../../store/tables/photos.ts'
import { logAdminEvent } from '../admin-log/log.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChat, type InputPeer } from '../peers.ts'
import { findPhoto, type PhotoName } from '../photos/download.ts'
import { readImage } from '../photos/image.ts'
import { nextPhotoId, photoOf } from '../photos/photo.ts'
import { requireRight } from './access.ts'
import { postService } from './service-message.ts'

/** What a chat's photo is to be (https://core.telegram.org/type/InputChatPhoto). */
export type ChatPhotoInput =
  | { readonly kind: 'none' }
  /** A photo that there is already, of this or another chat. */
  | { readonly kind: 'existing'; readonly photo: PhotoName }
  /** A file whose parts were uploaded. */
  | {
      readonly kind: 'uploaded'
      readonly fileId: bigint
      readonly parts: number
      readonly name: string
      readonly md5: string
    }
  /** The bytes themselves, by the Bot API. */
  | { readonly kind: 'bytes'; readonly bytes: Buffer }

/** Extensions that TDLib leaves as they are; it gives every other file another name. */
const EXTENSIONS = ['jpg', 'jpeg', 'gif', 'png', 'tif', 'bmp']

/**
 * Sets or deletes the photo of a chat of any kind
 * (https://core.telegram.org/method/messages.editChatPhoto,
 * https://core.telegram.org/method/channels.editPhoto). An existing photo gets a new id, for the chat
 * shows since when it has it.
 *
 * @throws CHAT_NOT_MODIFIED where there is none to delete, or it is the chat's photo already
 * @throws PHOTO_EXT_INVALID by the file's name, IMAGE_PROCESS_FAILED for what is neither JPEG nor PNG,
 *   PHOTO_CROP_SIZE_SMALL for too few pixels; PHOTO_INVALID for a wrong access hash
 * @throws as `Uploads.read` and `findPhoto`, and CHAT_ADMIN_REQUIRED, CHAT_ID_INVALID, CHANNEL_PRIVATE
 */
export async function editPhoto(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  wanted: ChatPhotoInput,
): Promise<void> {
  const chat = await resolveChat(u, caller, input)
  const options = { everybody: 'changeInfo', gone: 'CHAT_ID_INVALID' } as const
  await requireRight(u, caller, chat, 'changeInfo', options)
  const prev = (await photoOf(u, chat)) ?? null
  const next = await store(u, caller, chat, wanted)
  if (prev === null && next === null) throw rpcError('CHAT_NOT_MODIFIED')
  await u.db.chats.update(chat.id, { photoId: next && next.id })
  await u.db.photos.deleteAllBut(chat.id, u.limits.photosPerChat)
  await logAdminEvent(u, chat, caller.id, { kind: 'changePhoto', prev, next })
  const action = next
    ? ({ kind: 'chatEditPhoto', photo: next } as const)
    : ({ kind: 'chatDeletePhoto' } as const)
  await postService(u, chat, caller.id, action)
}

/** Stores the new photo of a chat; null where it is to have none. */
async function store(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  wanted: ChatPhotoInput,
): Promise<PhotoRow | null> {
  switch (wanted.kind) {
    case 'none':
      return null
    case 'existing':
      return copy(u, chat, await findPhoto(u, caller, wanted.photo, 'PHOTO_INVALID'))
    case 'uploaded': {
      checkName(wanted.name)
      const { fileId, parts, md5 } = wanted
      const file = { accountId: caller.id, fileId, parts, md5 }
      return insert(u, chat, u.uploads.read(file, u.wallNow))
    }
    case 'bytes':
      return insert(u, chat, wanted.bytes)
  }
}

async function copy(u: Unit, chat: ChatRow, old: PhotoRow): Promise<PhotoRow> {
  if (old.id === chat.photoId) throw rpcError('CHAT_NOT_MODIFIED')
  const photo = { ...old, id: await nextPhotoId(u), chatId: chat.id, date: u.now }
  await u.db.photos.copy(old.id, photo)
  return photo
}

async function insert(u: Unit, chat: ChatRow, bytes: Buffer): Promise<PhotoRow> {
  const image = bytes.length <= u.limits.photoBytes ? readImage(bytes) : undefined
  if (!image) throw rpcError('IMAGE_PROCESS_FAILED', { reason: `${bytes.length} bytes` })
  if (Math.min(image.width, image.height) < u.limits.photoSide) {
    throw rpcError('PHOTO_CROP_SIZE_SMALL')
  }
  const id = await nextPhotoId(u)
  const photo = { id, chatId: chat.id, date: u.now, ...image, size: bytes.length }
  await u.db.photos.insert(photo, bytes)
  return photo
}

/** Telegram goes by the name before it looks at the bytes. */
function checkName(name: string): void {
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase()
  if (extension === undefined || !EXTENSIONS.includes(extension)) {
    throw rpcError('PHOTO_EXT_INVALID')
  }
}
