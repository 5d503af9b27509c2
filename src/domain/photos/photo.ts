import type { PhotoRow } from '../../store/tables/photos.ts'
import type { Caller, Unit } from '../context.ts'

/**
 * Sizes in which a photo of a chat is offered, smallest first, by Telegram's letters. Telegram scales
 * what was uploaded to squares of 160, 320 and 640 pixels. localgram has nothing to scale pictures with,
 * and one picture does for all that tests ask: each size is the uploaded file itself, and says so by its
 * width, height and number of bytes.
 *
 * Source: https://core.telegram.org/api/files#image-thumbnail-types
 */
export const PHOTO_SIZES = ['a', 'b', 'c'] as const

/** Ids of photos lie apart from all others and tell nothing of how many there are. */
const PHOTO_ID_START = 2 ** 42
const PHOTO_ID_STEP = 2 ** 20

/** Takes a new photo id, higher than all before it. */
export function nextPhotoId(u: Unit): Promise<number> {
  return u.db.meta.next('photo', PHOTO_ID_START, 1 + u.random.int(PHOTO_ID_STEP))
}

/** A chat's photo; undefined where it has none. */
export async function photoOf(
  u: Unit,
  { photoId }: { readonly photoId: number | null },
): Promise<PhotoRow | undefined> {
  return photoId === null ? undefined : u.db.photos.byId(photoId)
}

/**
 * The file_reference by which the viewer may name a photo; as its access hash, of use to nobody else. It
 * never expires.
 *
 * Source: https://core.telegram.org/api/file-references
 */
export function photoReference(
  u: Pick<Unit, 'accessHashes'>,
  viewer: Caller,
  photoId: number,
): Buffer {
  const reference = Buffer.alloc(9, 1)
  reference.writeBigInt64LE(u.accessHashes.of(viewer.id, 'photoReference', photoId), 1)
  return reference
}
