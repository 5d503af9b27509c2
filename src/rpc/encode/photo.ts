import { PHOTO_SIZES, photoOf, photoReference } from '../../domain/photos/photo.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { PhotoRow } from '../../store/tables/photos.ts'
import type { Photo, TypePhoto } from '../../tl/generated/base.ts'
import type { Encoder } from './encoder.ts'

/**
 * A photo as the viewer may name it (https://core.telegram.org/constructor/photo), with the sizes that
 * a chat's photo has.
 */
export function encodePhoto({ u, viewer, dcId }: Encoder, photo: PhotoRow): Photo {
  const { width: w, height: h, size } = photo
  return {
    _: 'photo',
    id: BigInt(photo.id),
    accessHash: u.accessHashes.of(viewer.id, 'photo', photo.id),
    fileReference: photoReference(u, viewer, photo.id),
    date: photo.date,
    sizes: PHOTO_SIZES.map((type) => ({ _: 'photoSize', type, w, h, size })),
    dcId,
  }
}

/** The same where there may be none. */
export function encodeAnyPhoto(e: Encoder, photo: PhotoRow | null | undefined): TypePhoto {
  return photo ? encodePhoto(e, photo) : { _: 'photoEmpty', id: 0n }
}

/** A chat's photo with all its sizes. */
export async function encodePhotoOf(e: Encoder, chat: ChatRow): Promise<TypePhoto> {
  return encodeAnyPhoto(e, await photoOf(e.u, chat))
}
