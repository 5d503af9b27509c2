import { rpcError } from '../../core/rpc-error.ts'
import type { PhotoRow } from '../../store/tables/photos.ts'
import type { Caller, Unit } from '../context.ts'
import { resolvePeer, standing, type InputPeer } from '../peers.ts'
import { PHOTO_SIZES, photoReference } from './photo.ts'

/** How a client names the file of a photo (https://core.telegram.org/type/InputFileLocation). */
export type PhotoLocation =
  | ({ readonly kind: 'photo'; readonly size: string } & PhotoName)
  /** As a chat's own photo, in the small or the big size. */
  | { readonly kind: 'peer'; readonly peer: InputPeer; readonly photoId: bigint }

/** How a client names a photo (https://core.telegram.org/constructor/inputPhoto). */
export interface PhotoName {
  readonly id: bigint
  readonly accessHash: bigint
  readonly fileReference: Uint8Array
}

/** Which bytes of a file are wanted. */
export interface FileRange {
  readonly offset: bigint
  readonly limit: number
  /** Allows finer steps (https://core.telegram.org/api/files#downloading-files). */
  readonly precise: boolean
}

/** Bytes that one answer may hold; no range crosses a multiple of it. */
const CHUNK = 1_048_576
const STEP = 4096
const PRECISE_STEP = 1024

/**
 * Some bytes of a photo; fewer, or none, where it ends before
 * (https://core.telegram.org/method/upload.getFile).
 *
 * @throws OFFSET_INVALID, LIMIT_INVALID for a range against the rules
 * @throws LOCATION_INVALID for what is no photo, or none of the chat, and for a wrong access hash
 * @throws FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID; FILE_ID_INVALID for a photo that is gone
 * @throws CHANNEL_PRIVATE, PEER_ID_INVALID for a chat that shows itself no more; and as `resolvePeer`
 */
export async function downloadPhoto(
  u: Unit,
  caller: Caller,
  location: PhotoLocation,
  range: FileRange,
): Promise<{ readonly photo: PhotoRow; readonly bytes: Uint8Array }> {
  checkRange(range)
  const photo =
    location.kind === 'peer'
      ? await photoOfPeer(u, caller, location.peer, location.photoId)
      : await photoBySize(u, caller, location)
  const offset = Number(range.offset)
  if (offset >= photo.size) return { photo, bytes: new Uint8Array() }
  return { photo, bytes: await u.db.photos.read(photo.id, offset, range.limit) }
}

/**
 * The photo that a client names by its access hash and reference.
 *
 * @param wrong the error for a wrong access hash
 * @throws FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID; FILE_ID_INVALID for a photo that is gone
 */
export async function findPhoto(
  u: Unit,
  caller: Caller,
  { id, accessHash, fileReference }: PhotoName,
  wrong: 'LOCATION_INVALID' | 'PHOTO_INVALID',
): Promise<PhotoRow> {
  const photoId = Number(id)
  if (u.accessHashes.of(caller.id, 'photo', photoId) !== accessHash) {
    throw rpcError(wrong, { reason: `wrong access hash for photo ${id}` })
  }
  if (fileReference.length === 0) throw rpcError('FILE_REFERENCE_EMPTY')
  if (!photoReference(u, caller, photoId).equals(fileReference)) {
    throw rpcError('FILE_REFERENCE_INVALID')
  }
  const photo = await u.db.photos.byId(photoId)
  if (!photo) throw rpcError('FILE_ID_INVALID', { reason: `photo ${id} is gone` })
  return photo
}

function checkRange({ offset, limit, precise }: FileRange): void {
  const step = precise ? PRECISE_STEP : STEP
  if (offset < 0n || offset % BigInt(step) !== 0n) {
    throw rpcError('OFFSET_INVALID', { reason: `not a multiple of ${step}` })
  }
  if (limit <= 0 || limit > CHUNK || limit % step !== 0 || (!precise && CHUNK % limit !== 0)) {
    throw rpcError('LIMIT_INVALID', { reason: `${limit} at ${offset}` })
  }
  if (Number(offset % BigInt(CHUNK)) + limit > CHUNK) {
    throw rpcError('LIMIT_INVALID', { reason: `${limit} at ${offset} crosses a megabyte` })
  }
}

async function photoBySize(
  u: Unit,
  caller: Caller,
  location: PhotoName & { readonly size: string },
): Promise<PhotoRow> {
  const photo = await findPhoto(u, caller, location, 'LOCATION_INVALID')
  if (!PHOTO_SIZES.some((size) => size === location.size)) {
    throw rpcError('LOCATION_INVALID', { reason: `no size "${location.size}"` })
  }
  return photo
}

/** Whoever is shown a chat is shown its photo, also one that it had before. */
async function photoOfPeer(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  id: bigint,
): Promise<PhotoRow> {
  const peer = await resolvePeer(u, caller, input)
  if (peer.kind === 'user') throw rpcError('LOCATION_INVALID', { reason: 'accounts have no photo' })
  const { chat } = peer
  const member = await standing(u, chat, caller.id)
  const gone = chat.deleted === 1 && chat.migratedTo === null
  if (gone || member?.status === 'banned') {
    throw rpcError(chat.kind === 'group' ? 'PEER_ID_INVALID' : 'CHANNEL_PRIVATE')
  }
  const photo = await u.db.photos.byId(Number(id))
  if (photo && (photo.chatId === chat.id || photo.id === chat.photoId)) return photo
  throw rpcError('LOCATION_INVALID', { reason: `chat ${chat.id} has no photo ${id}` })
}
