import { rpcError } from '../../../core/rpc-error.ts'
import { method } from '../../method.ts'

/**
 * upload.saveBigFilePart: https://core.telegram.org/method/upload.saveBigFilePart
 *
 * The same as for small files, and with the same bound, since some clients upload whatever they don't know
 * the length of so.
 */
export const saveBigFilePart = method(
  'upload.saveBigFilePart',
  ({ u, caller }, { fileId, filePart, fileTotalParts, bytes }) => {
    // A client that does not know how many there will be says -1.
    if (fileTotalParts !== -1) {
      if (fileTotalParts < 1 || fileTotalParts > u.limits.fileParts) {
        throw rpcError('FILE_PARTS_INVALID')
      }
      if (filePart >= fileTotalParts) throw rpcError('FILE_PART_INVALID')
    }
    u.uploads.save({ accountId: caller.id, fileId, part: filePart, bytes }, u.wallNow)
    return Promise.resolve(true)
  },
)
