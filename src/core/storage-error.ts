import { UserError } from './user-error.ts'

/** What may be wrong below the store. */
export type StorageFault = 'DISK_FULL' | 'DATA_GONE' | 'DATA_FAILING'

/**
 * The disk or the files below the store: neither the caller's mistake nor a bug. Calls are refused until
 * the person who runs the server has mended it, and the log says so once and then counts (`logger.ts`).
 */
export class StorageError extends UserError {
  /**
   * @param file the database
   * @param reason what the system says of it, where that says more than the fault
   */
  constructor(fault: StorageFault, file: string, reason = '', options?: ErrorOptions) {
    const [what, hint] = WORDS[fault]
    super(fault, what(file, reason), hint, options)
  }
}

const WORDS: Readonly<
  Record<StorageFault, readonly [what: (file: string, reason: string) => string, hint: string]>
> = {
  DISK_FULL: [
    (file) => `the disk of ${file} is full, and what would be written is refused`,
    'make room on it; the server goes on by itself then',
  ],
  DATA_GONE: [
    (file) => `${file} was deleted or replaced under the running server, and all calls are refused`,
    'stop the server, restore the directory from a copy or start anew, and delete no directory that a server uses',
  ],
  DATA_FAILING: [
    (file, reason) => `${file} can't be read or written (${reason}), and calls are refused`,
    'look at the disk and at the rights of the directory; restore it from a copy if it is damaged',
  ],
}
