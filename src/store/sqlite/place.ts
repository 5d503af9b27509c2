import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { StorageError } from '../../core/storage-error.ts'

/** Result codes of SQLite that tell of the disk (https://www.sqlite.org/rescode.html). */
const FULL = 13
const FAILING: ReadonlySet<number> = new Set([
  8, // READONLY
  10, // IOERR
  11, // CORRUPT
  14, // CANTOPEN
  26, // NOTADB
])

interface Identity {
  readonly dev: bigint
  readonly ino: bigint
}

/**
 * Where the database is on the disk. A file that is deleted while it is open can be written as before, and
 * all of it is lost at the end: so each batch of units looks whether the files are still those that it
 * has open, which costs some microseconds.
 */
export class Place {
  readonly #file: string
  readonly #known = new Map<string, Identity>()

  /** @param file as it was opened; the process may change its directory later */
  constructor(file: string) {
    this.#file = file === ':memory:' ? file : resolve(file)
  }

  /** @throws StorageError where the database or its log is another file now, or none */
  check(): void {
    if (this.#file === ':memory:') return
    for (const path of [this.#file, `${this.#file}-wal`]) {
      const now = statSync(path, { bigint: true, throwIfNoEntry: false })
      const known = this.#known.get(path)
      if (known === undefined && now !== undefined) this.#known.set(path, now)
      if (known !== undefined && (now?.ino !== known.ino || now.dev !== known.dev))
        throw new StorageError('DATA_GONE', this.#file)
    }
  }

  /** The error as what it is to the person who runs the server, where it tells of the disk. */
  explain(error: unknown): unknown {
    const { errcode, message } = error as { errcode?: unknown; message?: string }
    if (typeof errcode !== 'number') return error
    const primary = errcode & 0xff
    if (primary === FULL) return new StorageError('DISK_FULL', this.#file, '', { cause: error })
    if (!FAILING.has(primary)) return error
    return new StorageError('DATA_FAILING', this.#file, message, { cause: error })
  }
}
