import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { UserError } from '../../core/user-error.ts'
import type { Sql, SqlValue } from '../sql.ts'
import { Place } from './place.ts'
import { rowMaker, type RowMaker } from './rows.ts'
import { turn } from './turn.ts'

/** The statements by which units are committed together and taken back. */
export type TransactionStep =
  'BEGIN' | 'COMMIT' | 'ROLLBACK' | 'SAVEPOINT unit' | 'ROLLBACK TO unit' | 'RELEASE unit'

/** A write that was done. */
export interface Write {
  readonly text: string
  /** Undefined for what `exec` ran. */
  readonly params: readonly SqlValue[] | undefined
}

/** Who hears of every write: the unit of work. */
export interface WriteObserver {
  before(): void
  /** Not called for a write that failed: SQLite has undone it alone. */
  after(write: Write): void
}

/**
 * One embedded SQLite database with prepared statements kept by their text. Only the unit of work
 * (`unit-queue.ts`) may begin and end transactions.
 */
export interface SqliteEngine {
  readonly sql: Sql
  /** False also after an error by which SQLite ended the transaction itself, such as a full disk. */
  readonly inTransaction: boolean
  /** Begins and ends transactions and savepoints. */
  step(step: TransactionStep): void
  /** Runs a statement that is not cached: pragmas, migrations. */
  exec(text: string): void
  /** Does a write once more, unobserved. */
  repeat(write: Write): void
  observer: WriteObserver | undefined
  /** Where it is on the disk. */
  readonly place: Place
  close(): void
}

/** A statement that is kept, with what is known of it. */
interface Prepared {
  readonly statement: StatementSync
  /** Whether it writes, also where it returns rows (`UPDATE ... RETURNING`). */
  readonly writes: boolean
  /** Undefined until its first row. */
  toRow: RowMaker | undefined
}

/**
 * Opens or makes the database file (`:memory:` for none) with WAL and `synchronous=FULL`, so that a
 * commit survives `kill -9` and a power cut. The exclusive lock keeps a second server out.
 *
 * @throws UserError when the file is locked, not a database, or not accessible
 */
export function openSqlite(file: string): SqliteEngine {
  try {
    return engineOver(new DatabaseSync(file), file)
  } catch (error) {
    throw openError(file, error)
  }
}

/** Makes the engine over a database that is open; `file` is where it is, or `:memory:`. */
export function engineOver(database: DatabaseSync, file: string): SqliteEngine {
  database.exec('PRAGMA locking_mode = EXCLUSIVE')
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  database.exec('PRAGMA foreign_keys = ON')
  database.exec('PRAGMA cache_size = -65536')
  // Copies of pages for savepoints stay in memory: in a temporary file each costs a system call.
  database.exec('PRAGMA temp_store = MEMORY')
  // Takes the lock now, so that a second server fails at start and not at its first request.
  database.exec('BEGIN EXCLUSIVE')
  database.exec('COMMIT')
  checkIntegrity(database)
  return new Engine(database, new Place(file))
}

/**
 * Statements after which the event loop has a turn, also in the middle of a unit: however much one has to do,
 * packets are read meanwhile and what is not of the store goes on. Nobody sees its half, since the next unit
 * begins after it. Rows of long lists count too. Some milliseconds.
 */
const STATEMENTS_AT_A_STRETCH = 400
const ROWS_AS_ONE_STATEMENT = 4

class Engine implements SqliteEngine {
  readonly sql: Sql
  readonly place: Place
  observer: WriteObserver | undefined = undefined
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, Prepared>()
  readonly #steps = new Map<TransactionStep, StatementSync>()
  /** What was done since the loop had a turn by this. */
  #stretch = 0

  constructor(database: DatabaseSync, place: Place) {
    this.#database = database
    this.place = place
    // Statements run at once; the promises are the form that a networked engine needs.
    this.sql = {
      get: async <T>(text: string, ...params: SqlValue[]) => {
        const prepared = this.#prepare(text)
        if (prepared.writes) this.observer?.before()
        const values = prepared.statement.get(...params)
        if (prepared.writes) this.observer?.after({ text, params })
        if (this.#isLong(1)) await turn()
        return values === undefined ? undefined : (toRow(prepared, values) as T)
      },
      all: async <T>(text: string, ...params: SqlValue[]) => {
        const prepared = this.#prepare(text)
        if (prepared.writes) this.observer?.before()
        const rows: unknown[] = prepared.statement.all(...params)
        if (prepared.writes) this.observer?.after({ text, params })
        if (this.#isLong(1 + rows.length / ROWS_AS_ONE_STATEMENT)) await turn()
        return rows.map((values) => toRow(prepared, values) as T)
      },
      run: async (text, ...params) => {
        const { statement } = this.#prepare(text)
        this.observer?.before()
        const { changes } = statement.run(...params)
        this.observer?.after({ text, params })
        if (this.#isLong(1)) await turn()
        return Number(changes)
      },
    }
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction
  }

  step(step: TransactionStep): void {
    let statement = this.#steps.get(step)
    if (statement === undefined) {
      statement = this.#database.prepare(step)
      this.#steps.set(step, statement)
    }
    statement.run()
  }

  exec(text: string): void {
    // It may change a table, and with it the columns of statements.
    this.#statements.clear()
    this.observer?.before()
    this.#database.exec(text)
    this.observer?.after({ text, params: undefined })
  }

  repeat({ text, params }: Write): void {
    if (params === undefined) this.#database.exec(text)
    else this.#prepare(text).statement.all(...params)
  }

  close(): void {
    this.#database.close()
  }

  #isLong(statements: number): boolean {
    this.#stretch += statements
    if (this.#stretch < STATEMENTS_AT_A_STRETCH) return false
    this.#stretch = 0
    return true
  }

  #prepare(text: string): Prepared {
    let prepared = this.#statements.get(text)
    if (prepared === undefined) {
      const statement = this.#database.prepare(dialectOf(text))
      statement.setReturnArrays(true)
      prepared = { statement, writes: !text.startsWith('SELECT'), toRow: undefined }
      this.#statements.set(text, prepared)
    }
    return prepared
  }
}

/**
 * A text as SQLite wants it. Where a LIMIT is nothing but a parameter, SQLite (seen in 3.53) plans by its
 * value, and so compiles the statement again at every use, which costs ten times the query.
 */
function dialectOf(text: string): string {
  return text.replaceAll(/\$(\d+)/g, '?$1').replaceAll(/\bLIMIT (\?\d+)/g, 'LIMIT $1 + 0')
}

function toRow(prepared: Prepared, values: unknown): object {
  prepared.toRow ??= rowMaker(prepared.statement.columns().map(({ name }) => name))
  return prepared.toRow(values as readonly SqlValue[])
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
