import { UserError } from '../../core/user-error.ts'
import type { Sql } from '../sql.ts'
import { first } from './001-first.ts'
import { fewerTrees } from './014-fewer-trees.ts'

/** All schemas in order. Never edit a landed one. */
export const MIGRATIONS: readonly (readonly string[])[] = [first, fewerTrees]

/**
 * The version of a database that has the first schema; each further one counts one more. Lower versions are from
 * before links were sealed ids: their hashes were random texts, and every link that somebody holds would be dead.
 */
export const FIRST_VERSION = 13

/** The version of a database that has all schemas. */
export const NEWEST_VERSION = FIRST_VERSION + MIGRATIONS.length - 1

/**
 * Brings a database to the newest schema. Must run inside a transaction.
 *
 * @throws UserError when the database was written by a newer localgram, or by one from before `FIRST_VERSION`
 */
export async function migrate(
  sql: Sql,
  exec: (text: string) => void,
  hasMeta: boolean,
): Promise<void> {
  const row = hasMeta
    ? await sql.get<{ value: string }>(`SELECT "value" FROM meta WHERE "key" = $1`, 'schema')
    : undefined
  const version = row === undefined ? FIRST_VERSION - 1 : Number(row.value)
  if (row !== undefined && version < FIRST_VERSION) {
    throw new UserError(
      'DATA_OLDER',
      "the database was written by an earlier localgram, whose invite links this one can't read",
      'give this one another directory with --data <dir>, or delete the old one',
    )
  }
  if (version > NEWEST_VERSION) {
    throw new UserError(
      'DATA_NEWER',
      `the database has schema ${version}, this localgram knows ${NEWEST_VERSION} at most`,
      'start the newer localgram that wrote it, or give this one another directory with --data <dir>',
    )
  }
  if (version === NEWEST_VERSION) return
  for (const statements of MIGRATIONS.slice(version - FIRST_VERSION + 1)) {
    for (const statement of statements) exec(statement)
  }
  await sql.run(
    `INSERT INTO meta ("key", "value") VALUES ('schema', $1)
     ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"`,
    String(NEWEST_VERSION),
  )
}
