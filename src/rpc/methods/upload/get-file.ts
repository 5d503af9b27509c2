import { downloadPhoto } from '../../../domain/photos/download.ts'
import { fileLocation } from '../../decode/photo.ts'
import { method } from '../../method.ts'

const FILE_TYPES = { jpeg: 'storage.fileJpeg', png: 'storage.filePng' } as const

/** upload.getFile: https://core.telegram.org/method/upload.getFile */
export const getFile = method(
  'upload.getFile',
  async ({ u, caller }, { location, offset, limit, precise = false }) => {
    const range = { offset, limit, precise }
    const { photo, bytes } = await downloadPhoto(u, caller, fileLocation(location), range)
    return {
      _: 'upload.file',
      type: { _: FILE_TYPES[photo.type] },
      mtime: photo.date,
      bytes: Buffer.from(bytes),
    }
  },
)
