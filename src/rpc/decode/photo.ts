import { rpcError } from '../../core/rpc-error.ts'
import type { ChatPhotoInput } from '../../domain/chats/edit-photo.ts'
import type { PhotoLocation } from '../../domain/photos/download.ts'
import type {
  InputChatUploadedPhoto,
  TypeInputChatPhoto,
  TypeInputFileLocation,
} from '../../tl/generated/base.ts'
import { inputPeer } from './peer.ts'

/**
 * The domain's form of a TL InputChatPhoto (https://core.telegram.org/type/InputChatPhoto).
 *
 * @throws PHOTO_INVALID for a photo that moves or names nothing
 */
export function inputChatPhoto(photo: TypeInputChatPhoto): ChatPhotoInput {
  switch (photo._) {
    case 'inputChatPhotoEmpty':
      return { kind: 'none' }
    case 'inputChatPhoto':
      if (photo.id._ === 'inputPhotoEmpty') throw rpcError('PHOTO_INVALID')
      return { kind: 'existing', photo: photo.id }
    case 'inputChatUploadedPhoto':
      return uploadedPhoto(photo)
  }
}

function uploadedPhoto({ file, video, videoEmojiMarkup }: InputChatUploadedPhoto): ChatPhotoInput {
  if (video !== undefined || videoEmojiMarkup !== undefined) {
    throw rpcError('PHOTO_INVALID', { reason: 'photos that move are not implemented' })
  }
  if (file === undefined || file._ === 'inputFileStoryDocument') throw rpcError('PHOTO_INVALID')
  const { id: fileId, parts, name } = file
  return {
    kind: 'uploaded',
    fileId,
    parts,
    name,
    md5: file._ === 'inputFile' ? file.md5Checksum : '',
  }
}

/**
 * The domain's form of a TL InputFileLocation (https://core.telegram.org/type/InputFileLocation).
 *
 * @throws LOCATION_INVALID for files of which there are none: documents, stickers, calls and the like
 */
export function fileLocation(location: TypeInputFileLocation): PhotoLocation {
  switch (location._) {
    case 'inputPhotoFileLocation': {
      const { id, accessHash, fileReference, thumbSize: size } = location
      return { kind: 'photo', id, accessHash, fileReference, size }
    }
    case 'inputPeerPhotoFileLocation':
      return { kind: 'peer', peer: inputPeer(location.peer), photoId: location.photoId }
    default:
      throw rpcError('LOCATION_INVALID', { reason: `there is no ${location._}` })
  }
}
