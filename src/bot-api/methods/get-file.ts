import { photoOfFileId } from '../encode/photo.ts'
import { badRequest } from '../errors.ts'
import { filePathOf } from '../files.ts'
import { method } from '../method.ts'
import { required, text } from '../parameters.ts'

/** getFile: https://core.telegram.org/bots/api#getfile */
export const getFile = method({
  name: 'getFile',
  parameters: { file_id: required(text()) },
  async run({ u }, { file_id }) {
    if (file_id === '') throw badRequest('file_id not specified')
    const found = photoOfFileId(u, file_id)
    const photo = found && (await u.db.photos.byId(found.id))
    if (!photo) throw badRequest('invalid file_id')
    return {
      file_id,
      file_unique_id: found.fileUniqueId,
      file_size: photo.size,
      file_path: filePathOf(file_id, photo.type),
    }
  },
})
