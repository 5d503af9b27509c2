import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { UserError } from '../../core/user-error.ts'
import type { Sql, SqlValue } from '../sql.ts'

/**
 * One embedded SQLite database with prepared statements kept by their text. Only the unit of work
 * (`unit-queue.ts`) may begin and end transactions.
 */
export interface SqliteEngine {
  readonly sql: Sql
  /** Runs a statement that is not cached: pragmas, BEGIN, COMMIT, migrations. */
  exec(text: string): void
  /** Called before the first write of every unit. */
  onWrite: (() => void) | undefined
  close(): void
}

/**
 * Opens or makes the database file (`:memory:` for none) with WAL and `synchronous=FULL`, so that a
 * commit survives `kill -9` and a power cut. The exclusive lock keeps a second server out.
 *
 * @throws UserError when the file is locked, not a database, or not accessible
 */
export function openSqlite(file: string): SqliteEngine {
  let database: DatabaseSync
  try {
    database = new DatabaseSync(file)
    database.exec('PRAGMA locking_mode = EXCLUSIVE')
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL')
    database.exec('PRAGMA foreign_keys = ON')
    database.exec('PRAGMA cache_size = -65536')
    // Takes the lock now, so that a second server fails at start and not at its first request.
    database.exec('BEGIN EXCLUSIVE')
    database.exec('COMMIT')
    checkIntegrity(database)
  } catch (error) {
    throw openError(file, error)
  }
  const statements = new Map<string, StatementSync>()
  const prepare = (text: string): StatementSync => {
    let statement = statements.get(text)
    if (statement === undefined) {
      statement = database.prepare(text.replaceAll(/\$(\d+)/g, '?$1'))
      statements.set(text, statement)
    }
    return statement
  }
  const engine: SqliteEngine = {
    onWrite: undefined,
    exec: (text) => {
      database.exec(text)
    },
    close: () => {
      database.close()
    },
    sql: {
      get: <T>(text: string, ...params: SqlValue[]) =>
        settle(() => {
          if (writes(text)) engine.onWrite?.()
          return prepare(text).get(...params) as T | undefined
        }),
      all: <T>(text: string, ...params: SqlValue[]) =>
        settle(() => {
          if (writes(text)) engine.onWrite?.()
          return prepare(text).all(...params) as T[]
        }),
      run: (text, ...params) =>
        settle(() => {
          engine.onWrite?.()
          return Number(prepare(text).run(...params).changes)
        }),
    },
  }
  return engine
}

/** Whether a statement that returns rows writes as well (`UPDATE ... RETURNING`). */
function writes(text: string): boolean {
  return !text.startsWith('SELECT')
}

/** Runs at once and hands the outcome over as a promise, the form that a networked engine needs. */
function settle<T>(work: () => T): Promise<T> {
  try {
    return Promise.resolve(work())
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error(String(error)))
  }
}

function checkIntegrity(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
  if (row.quick_check !== 'ok')
    throw new Error(`database disk image is malformed: ${row.quick_check}`)
}

function openError(file: string, error: unknown): UserError {
  const message = error instanceof Error ? error.message : String(error)
  if (/locked|busy/.test(message)) {
    return new UserError(
      'DATA_IN_USE',
      `another localgram holds the database ${file}`,
      'stop the other server, or give this one its own directory with --data <dir>',
      { cause: error },
    )
  }
  if (/malformed|not a database|corrupt/.test(message)) {
    return new UserError(
      'DATA_CORRUPT',
      `the database ${file} is damaged (${message})`,
      'restore it from a copy, or start with another --data directory; the file was not changed',
      { cause: error },
    )
  }
  return new UserError(
    'DATA_UNREADABLE',
    `the database ${file} can't be opened (${message})`,
    'check that the directory exists, that this user may read and write it, and that the disk is not full',
    { cause: error },
  )
}
