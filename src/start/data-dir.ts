import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../core/user-error.ts'
import { generateServerKey, loadServerKey, type ServerKey } from '../mtproto/crypto/rsa.ts'

/** Where a server keeps its things: files in a directory, or nothing at all. */
export interface DataPlace {
  /** File name for the store, `:memory:` without a directory. */
  readonly database: string
  readonly key: ServerKey
}

const DATABASE = 'localgram.db'
const KEY = 'server-key.pem'

/**
 * Opens the data directory, made at first start (mode 0700), with the RSA key in it (mode 0600):
 * clients that were told its public half must find it again after a restart (ARCHITECTURE.md).
 *
 * @throws UserError when the directory or the key cannot be used
 */
export function openDataPlace(data: string): DataPlace {
  if (data === ':memory:') return { database: data, key: generateServerKey() }
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 })
    readdirSync(data)
    const database = join(data, DATABASE)
    const fresh = !existsSync(database)
    const key = openKey(join(data, KEY), fresh)
    // The database holds auth keys and bot tokens: nobody else may read it. SQLite's side files take its mode.
    if (fresh) writeFileSync(database, '', { mode: 0o600 })
    else chmodSync(database, 0o600)
    return { database, key }
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(
      'DATA_UNREADABLE',
      `the data directory ${data} can't be used (${reasonOf(error)})`,
      'give a directory that this user may write, on a disk with room, with --data <dir>, or --data :memory:',
      { cause: error },
    )
  }
}

function openKey(file: string, fresh: boolean): ServerKey {
  if (!existsSync(file)) {
    if (!fresh) {
      throw new UserError(
        'KEY_MISSING',
        `there is a database, but no server key ${file}`,
        'restore the key from a copy; a new one would lock out every client that was told the old one',
      )
    }
    const key = generateServerKey()
    writeFileSync(file, key.privatePem, { mode: 0o600 })
    return key
  }
  const pem = readFileSync(file, 'utf8')
  chmodSync(file, 0o600)
  try {
    return loadServerKey(pem)
  } catch (error) {
    throw new UserError(
      'KEY_UNUSABLE',
      `the server key ${file} can't be used (${reasonOf(error)})`,
      fresh
        ? 'delete the file, and a new key is made'
        : 'restore it from a copy; a new key would lock out every client that was told the old one',
      { cause: error },
    )
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
