import { badRequest } from '../errors.ts'
import { fileUniqueIdOf, nameOfFileId, photoOfName } from '../file-id.ts'
import { filePathOf } from '../files.ts'
import { method } from '../method.ts'
import { required, text } from '../parameters.ts'

/**
 * getFile: https://core.telegram.org/bots/api#getfile
 *
 * An id that another bot was given is well formed, but its file is not this bot's to fetch.
 */
export const getFile = method({
  name: 'getFile',
  parameters: { file_id: required(text()) },
  async run({ u, caller }, { file_id }) {
    if (file_id === '') throw badRequest('file_id not specified')
    const name = nameOfFileId(file_id)
    if (!name) throw badRequest('invalid file_id')
    const photo = await photoOfName(u, caller.id, file_id, name)
    if (!photo) throw badRequest('wrong file_id or the file is temporarily unavailable')
    return {
      file_id,
      file_unique_id: fileUniqueIdOf(name),
      file_size: photo.size,
      file_path: filePathOf(file_id, photo.type),
    }
  },
})
