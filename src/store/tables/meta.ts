import type { Sql } from '../sql.ts'

/** Counters, secrets and settings of this server, by name. */
export function metaTable(sql: Sql) {
  return {
    /** The stored value, or undefined. */
    async get(key: string): Promise<string | undefined> {
      return (await sql.get<{ value: string }>(`SELECT "value" FROM meta WHERE "key" = $1`, key))
        ?.value
    },
    /** Stores a value, over an older one. */
    async set(key: string, value: string): Promise<void> {
      await sql.run(
        `INSERT INTO meta ("key", "value") VALUES ($1, $2)
         ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"`,
        key,
        value,
      )
    },
    /** Raises a counter by `by` and returns its new value; a new counter starts at `start`. */
    async next(counter: string, start: number, by = 1): Promise<number> {
      const row = await sql.get<{ value: string }>(
        `INSERT INTO meta ("key", "value") VALUES ($1, $2) ON CONFLICT ("key")
         DO UPDATE SET "value" = CAST(CAST(meta."value" AS BIGINT) + CAST($3 AS BIGINT) AS TEXT) RETURNING "value"`,
        `counter:${counter}`,
        String(start + by),
        by,
      )
      if (!row) throw new Error(`no counter ${counter}`)
      return Number(row.value)
    },
  }
}
