import { DatabaseSync, type StatementSync } from 'node:sqlite'

/**
 * Queries that may go through a whole table: what runs once an hour (start/housekeeping.ts), what empties
 * or describes the database, and names by their beginning, for which SQLite's LIKE uses no index.
 */
const MAY_SCAN: readonly RegExp[] = [
  /^DELETE FROM \w+ WHERE "(expiresAt|until)" < \?1$/,
  /^DELETE FROM meta WHERE "key" LIKE 'counter:%'$/,
  /FROM sqlite_master/,
  /^SELECT "botId" FROM bot_queues WHERE "url" <> ''/,
  /^SELECT \* FROM usernames WHERE "name" LIKE/,
]

const seen = new Set<string>()

/**
 * Lets no query of any unit test go through all rows of a table to find some: a test that runs one fails
 * by it. A query without WHERE wants all rows. Loaded before each test file (vitest.config.ts).
 */
function explainEveryQuery(): void {
  const name = 'explained'
  const prototype = DatabaseSync.prototype as DatabaseSync & { [name]?: true }
  if (prototype[name]) return
  prototype[name] = true
  const { prepare } = prototype
  prototype.prepare = function (this: DatabaseSync, text: string, ...rest): StatementSync {
    const statement = prepare.call(this, text, ...rest)
    if (!seen.has(text) && /\sWHERE\s/.test(text) && !MAY_SCAN.some((one) => one.test(text))) {
      const plan = prepare.call(this, `EXPLAIN QUERY PLAN ${text}`).all()
      const scan = plan.map(({ detail }) => String(detail)).find((step) => isScan(step))
      if (scan !== undefined) throw new Error(`no index serves this query (${scan}): ${text}`)
      seen.add(text)
    }
    return statement
  }
}

function isScan(step: string): boolean {
  return step.startsWith('SCAN ') && step !== 'SCAN CONSTANT ROW'
}

explainEveryQuery()
