import { method } from '../../method.ts'

/** upload.saveFilePart: https://core.telegram.org/method/upload.saveFilePart */
export const saveFilePart = method(
  'upload.saveFilePart',
  ({ u, caller }, { fileId, filePart, bytes }) => {
    u.uploads.save({ accountId: caller.id, fileId, part: filePart, bytes }, u.wallNow)
    return Promise.resolve(true)
  },
)
