import { NO_METRICS, type Metrics } from '../../core/metrics.ts'
import { migrate } from '../migrations/index.ts'
import { loadSeals, type Seals } from '../seals.ts'
import { createTables, type Store, type Tables } from '../store.ts'
import { openSqlite, type SqliteEngine } from './engine.ts'
import { turn } from './turn.ts'
import { UnitQueue } from './unit-queue.ts'

/**
 * Opens the embedded store: a SQLite file, or `:memory:`.
 *
 * @param metrics where commits are counted; nowhere unless told
 * @throws UserError when the database is in use, damaged, unreadable, or of another version that can't be brought to this one
 */
export async function openSqliteStore(file: string, metrics: Metrics = NO_METRICS): Promise<Store> {
  return storeOver(openSqlite(file), metrics)
}

/**
 * Makes the store over an engine, which is closed with it, and brings its database to the newest schema.
 *
 * @throws UserError when the database is of a version that can't be brought to this one; the engine is closed then
 */
export async function storeOver(
  engine: SqliteEngine,
  metrics: Metrics = NO_METRICS,
): Promise<Store> {
  let tables: Tables
  let seals: Seals
  // What the tables remember of a batch that was lost as a whole may be wrong.
  const begin = (): void => {
    tables = createTables(engine.sql, seals)
  }
  const queue = new UnitQueue(engine, begin, metrics.committed)
  try {
    seals = await queue.run(async () => {
      await migrate(engine.sql, (text) => engine.exec(text), await hasMeta(engine))
      return loadSeals(engine.sql)
    })
    begin()
    // Brings the log's pages into the file, so that a copy of the file alone holds at least the tables.
    engine.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch (error) {
    engine.close()
    throw error
  }
  return {
    unit: (work) => queue.run(() => work(tables)),
    clear: () => queue.run(() => clear(engine)),
    async close() {
      await queue.close()
      engine.close()
    },
  }
}

async function hasMeta(engine: SqliteEngine): Promise<boolean> {
  const row = await engine.sql.get(
    `SELECT 1 AS "yes" FROM sqlite_master WHERE "type" = 'table' AND "name" = 'meta'`,
  )
  return row !== undefined
}

async function clear(engine: SqliteEngine): Promise<void> {
  // Tables refer to each other; the constraints are checked again when the unit is committed. What refers
  // goes first, or each row that is referred to is looked for in all that may refer to it.
  engine.exec('PRAGMA defer_foreign_keys = ON')
  const names = await engine.sql.all<{ name: string }>(
    `SELECT "name" FROM sqlite_master WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite_%'
     ORDER BY rowid DESC`,
  )
  for (const { name } of names) {
    await engine.sql.run(
      name === 'meta' ? `DELETE FROM meta WHERE "key" LIKE 'counter:%'` : `DELETE FROM ${name}`,
    )
    // A table is emptied at a stretch, however full it is; packets are read before the next.
    await turn()
  }
}
